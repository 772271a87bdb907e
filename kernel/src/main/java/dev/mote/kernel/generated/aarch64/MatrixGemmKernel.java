package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.D2;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;

/**
 * Products of one to four tokens with a {@link MatrixPanel}, by SMMLA: two rows with two tokens and
 * eight columns at once. An odd last token goes together with itself.
 *
 * <p>See {@link GemmFrame} for the parameters; activations are those of {@link LineLayout}. For
 * four tokens and 32 columns of eight rows: 32 products, 8 to pair activations, 8 + 24 (32 with
 * minima) to clear, convert and scale sums, about three quarters of {@link DotGemmKernel}'s.
 */
final class MatrixGemmKernel {
    private static final V[] WEIGHTS = {V.V0, V.V1, V.V2, V.V3};

    /** Of each pair of tokens: columns 0 to 7, then columns 8 to 15. */
    private static final V[] ACTIVATIONS = {V.V4, V.V5, V.V6, V.V7};

    /** Whole sums of a group, for each pair of rows and of tokens: both tokens of one row first. */
    private static final V[] SUMS = {V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15};

    private static final V[] RESULTS = {V.V16, V.V17, V.V18, V.V19, V.V20, V.V21, V.V22, V.V23};
    private static final V[] TEMPORARIES = {V.V24, V.V25};

    /** Scales, in turn, of each pair of tokens. */
    private static final V[] TOKEN_SCALES = {V.V26, V.V27};

    /** Of each pair of tokens: two scales and two sums of 32 activations, then four sums of 16. */
    private static final V[] FACTORS = {V.V28, V.V29, V.V30, V.V31};

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final int group;
    private final boolean minima;
    private final int tokens;
    private final int pairs;

    private MatrixGemmKernel(int group, boolean minima, int tokens) {
        this.group = group;
        this.minima = minima;
        this.tokens = tokens;
        pairs = (tokens + 1) / 2;
    }

    static byte[] assemble(int group, boolean minima, int tokens) {
        return new MatrixGemmKernel(group, minima, tokens).kernel();
    }

    private byte[] kernel() {
        GemmFrame.enter(a, tokens);
        for (int i = 0; i < 4 * pairs; i++) {
            a.zero(RESULTS[i]);
        }
        GemmFrame.eachLine(a, this::line);
        for (int t = 0; t < tokens; t++) {
            for (int half = 0; half < 2; half++) {
                V first = RESULTS[index(2 * half, t / 2)];
                V second = RESULTS[index(2 * half + 1, t / 2)];
                if (t % 2 == 0) {
                    a.uzp1(S4, TEMPORARIES[half], first, second);
                } else {
                    a.uzp2(S4, TEMPORARIES[half], first, second);
                }
            }
            GemmFrame.store(a, TEMPORARIES[0], TEMPORARIES[1]);
        }
        GemmFrame.leave(a);
        return a.finish();
    }

    private static int index(int rowPair, int tokenPair) {
        return 4 * tokenPair + rowPair;
    }

    private void line() {
        for (int pair = 0; pair < pairs; pair++) {
            loadPair(pair, LineLayout.SCALE_OFFSET);
            a.zip1(S4, FACTORS[2 * pair], TEMPORARIES[0], TEMPORARIES[1]);
            if (minima && group == 16) {
                a.zip2(S4, FACTORS[2 * pair + 1], TEMPORARIES[0], TEMPORARIES[1]);
            }
            a.dup(D2, TOKEN_SCALES[pair], FACTORS[2 * pair], 0);
        }
        for (int column = 0; column < 32; column += 16) {
            if (column % group == 0) {
                for (int i = 0; i < 4 * pairs; i++) {
                    a.zero(SUMS[i]);
                }
            }
            multiply(column);
            if ((column + 16) % group == 0) {
                scale();
                if (minima) {
                    addMinima(column);
                }
                int bytes = new MatrixPanel().groupBytes(group, minima);
                a.add(GemmFrame.PANEL, GemmFrame.PANEL, bytes);
            }
        }
        for (int t = 0; t < tokens; t++) {
            a.add(GemmFrame.token(t), GemmFrame.token(t), LineLayout.LINE_BYTES);
        }
    }

    private void multiply(int column) {
        for (int pair = 0; pair < pairs; pair++) {
            loadPair(pair, column);
            a.zip1(D2, ACTIVATIONS[2 * pair], TEMPORARIES[0], TEMPORARIES[1]);
            a.zip2(D2, ACTIVATIONS[2 * pair + 1], TEMPORARIES[0], TEMPORARIES[1]);
        }
        for (int step = 0; step < 2; step++) {
            loadFour(Panel.ROWS * (column % group) + 64 * step);
            for (int pair = 0; pair < pairs; pair++) {
                for (int rows = 0; rows < 4; rows++) {
                    a.smmla(SUMS[index(rows, pair)], WEIGHTS[rows], ACTIVATIONS[2 * pair + step]);
                }
            }
        }
    }

    private void scale() {
        loadFour(Panel.ROWS * group);
        for (int pair = 0; pair < pairs; pair++) {
            for (int rows = 0; rows < 4; rows++) {
                V sum = SUMS[index(rows, pair)];
                V product = TEMPORARIES[rows % 2];
                a.scvtf(sum, sum);
                a.fmul(product, WEIGHTS[rows], TOKEN_SCALES[pair]);
                a.fmla(RESULTS[index(rows, pair)], sum, product);
            }
        }
    }

    private void addMinima(int column) {
        loadFour(Panel.ROWS * group + new MatrixPanel().scaleBytes());
        for (int pair = 0; pair < pairs; pair++) {
            V sums = TEMPORARIES[0];
            if (group == 32) {
                a.dup(D2, sums, FACTORS[2 * pair], 1);
            } else {
                a.dup(D2, sums, FACTORS[2 * pair + 1], column / 16);
            }
            for (int rows = 0; rows < 4; rows++) {
                a.fmla(RESULTS[index(rows, pair)], WEIGHTS[rows], sums);
            }
        }
    }

    /** Four registers of the panel. */
    private void loadFour(int offset) {
        a.ldp(WEIGHTS[0], WEIGHTS[1], GemmFrame.PANEL, offset);
        a.ldp(WEIGHTS[2], WEIGHTS[3], GemmFrame.PANEL, offset + 32);
    }

    /** The same 16 bytes of both tokens of a pair. */
    private void loadPair(int pair, int offset) {
        a.ldr(Q, TEMPORARIES[0], GemmFrame.token(2 * pair), offset);
        int second = Math.min(2 * pair + 1, tokens - 1);
        a.ldr(Q, TEMPORARIES[1], GemmFrame.token(second), offset);
    }
}
