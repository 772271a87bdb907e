package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;

/**
 * Products of one to four tokens with a {@link DotPanel}, by SDOT with one token's four columns.
 *
 * <p>See {@link GemmFrame} for the parameters; activations are those of {@link LineLayout}. For
 * four tokens and 32 columns of eight rows: 64 products, 8 + 24 (32 with minima) instructions to
 * clear, convert and scale sums, 8 loads of weight pairs and 12 of activations.
 */
final class DotGemmKernel {
    static final int TOKENS_MAX = 4;

    private static final V[] WEIGHTS = {V.V0, V.V1};
    private static final V[] ACTIVATIONS = {V.V4, V.V5, V.V6, V.V7};

    /** Whole sums of a group: rows 0 to 3 and 4 to 7 of each token. */
    private static final V[] SUMS = {V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15};

    private static final V[] RESULTS = {V.V16, V.V17, V.V18, V.V19, V.V20, V.V21, V.V22, V.V23};
    private static final V[] SCALES = {V.V24, V.V25};
    private static final V[] MINS = {V.V26, V.V27};

    /** Of each token: scale, sum of 32 and sums of 16 activations. */
    private static final V[] FACTORS = {V.V28, V.V29, V.V30, V.V31};

    private static final V PRODUCT = WEIGHTS[0];

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final int group;
    private final boolean minima;
    private final int tokens;

    private DotGemmKernel(int group, boolean minima, int tokens) {
        this.group = group;
        this.minima = minima;
        this.tokens = tokens;
    }

    static byte[] assemble(int group, boolean minima, int tokens) {
        return new DotGemmKernel(group, minima, tokens).kernel();
    }

    private byte[] kernel() {
        GemmFrame.enter(a, tokens);
        for (int i = 0; i < 2 * tokens; i++) {
            a.zero(RESULTS[i]);
        }
        GemmFrame.eachLine(a, this::line);
        for (int t = 0; t < tokens; t++) {
            GemmFrame.store(a, RESULTS[2 * t], RESULTS[2 * t + 1]);
        }
        GemmFrame.leave(a);
        return a.finish();
    }

    private void line() {
        for (int t = 0; t < tokens; t++) {
            a.ldr(Q, FACTORS[t], GemmFrame.token(t), LineLayout.SCALE_OFFSET);
        }
        for (int column = 0; column < 32; column += 16) {
            if (column % group == 0) {
                for (int i = 0; i < 2 * tokens; i++) {
                    a.zero(SUMS[i]);
                }
            }
            multiply(column);
            if ((column + 16) % group == 0) {
                scale(column);
                a.add(GemmFrame.PANEL, GemmFrame.PANEL, new DotPanel().groupBytes(group, minima));
            }
        }
        for (int t = 0; t < tokens; t++) {
            a.add(GemmFrame.token(t), GemmFrame.token(t), LineLayout.LINE_BYTES);
        }
    }

    private void multiply(int column) {
        for (int t = 0; t < tokens; t++) {
            a.ldr(Q, ACTIVATIONS[t], GemmFrame.token(t), column);
        }
        for (int step = 0; step < 4; step++) {
            int offset = Panel.ROWS * (column % group) + 32 * step;
            a.ldp(WEIGHTS[0], WEIGHTS[1], GemmFrame.PANEL, offset);
            for (int i = 0; i < 2 * tokens; i++) {
                a.sdot(SUMS[i], WEIGHTS[i % 2], ACTIVATIONS[i / 2], step);
            }
        }
    }

    private void scale(int column) {
        int offset = Panel.ROWS * group;
        a.ldp(SCALES[0], SCALES[1], GemmFrame.PANEL, offset);
        if (minima) {
            a.ldp(MINS[0], MINS[1], GemmFrame.PANEL, offset + 32);
        }
        for (int i = 0; i < 2 * tokens; i++) {
            V factors = FACTORS[i / 2];
            a.scvtf(SUMS[i], SUMS[i]);
            a.fmul(PRODUCT, SCALES[i % 2], factors, 0);
            a.fmla(RESULTS[i], SUMS[i], PRODUCT);
            if (minima) {
                a.fmla(RESULTS[i], MINS[i % 2], factors, group == 32 ? 1 : 2 + column / 16);
            }
        }
    }
}
