package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Products of rows of plain floats with F32 activations of one to four tokens.
 *
 * <p>Parameters as for {@link DotKernel}, activations being rows of F32. 16 columns at a time, the
 * rest one by one; two running sums of four lanes for each row and token, so that one token with
 * four rows, or four tokens with one, keeps eight multiplications in flight.
 */
final class FloatDotKernel {
    private static final int ROWS_MAX = 4;

    private static final V[] WEIGHTS = {V.V0, V.V1, V.V2, V.V3};
    private static final V[] ACTIVATIONS = {V.V4, V.V5, V.V6, V.V7};
    private static final V[] SUMS = {V.V16, V.V17, V.V18, V.V19, V.V20, V.V21, V.V22, V.V23};

    private static final X PARAMETERS = X.X0;
    private static final X RESULT = X.X1;
    private static final X ROWS = X.X2;
    private static final X COLUMNS = X.X3;

    /** Addresses in up to four rows, from the front, and of up to four tokens, from the back. */
    private static final X[] ADDRESSES = {X.X4, X.X5, X.X6, X.X7, X.X8};

    private static final X ROW = X.X9;
    private static final X ROW_BYTES = X.X10;
    private static final X TOKEN_BYTES = X.X11;
    private static final X RESULT_BYTES = X.X12;
    private static final X TO = X.X13;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final FloatFormat format;
    private final int tokens;

    private FloatDotKernel(FloatFormat format, int tokens) {
        this.format = format;
        this.tokens = tokens;
    }

    /**
     * @param tokens 1 to {@link DotKernel#TOKENS_MAX}
     */
    static byte[] assemble(FloatFormat format, int tokens) {
        return new FloatDotKernel(format, tokens).kernel();
    }

    private byte[] kernel() {
        a.ldr(ROW, PARAMETERS, 0);
        a.ldr(ROW_BYTES, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(TOKEN_BYTES, PARAMETERS, 32);
        a.ldr(RESULT, PARAMETERS, 48);
        a.ldr(RESULT_BYTES, PARAMETERS, 56);
        Label single = a.label();
        Label end = a.label();
        if (tokens == 1) {
            Label several = a.here();
            a.cmp(ROWS, ROWS_MAX);
            a.b(Condition.LO, single);
            rows(ROWS_MAX);
            a.b(several);
        }
        a.bind(single);
        a.cbz(ROWS, end);
        rows(1);
        a.b(single);
        a.bind(end);
        a.ret();
        return a.finish();
    }

    private void rows(int rows) {
        a.mov(ADDRESSES[0], ROW);
        for (int r = 1; r < rows; r++) {
            a.add(ADDRESSES[r], ADDRESSES[r - 1], ROW_BYTES, 0);
        }
        a.add(ROW, ADDRESSES[rows - 1], ROW_BYTES, 0);
        a.sub(ROWS, ROWS, rows);
        a.ldr(token(0), PARAMETERS, 24);
        for (int t = 1; t < tokens; t++) {
            a.add(token(t), token(t - 1), TOKEN_BYTES, 0);
        }
        for (int i = 0; i < 2 * rows * tokens; i++) {
            a.zero(SUMS[i]);
        }
        a.ldr(COLUMNS, PARAMETERS, 40);

        Label sixteen = a.label();
        Label one = a.label();
        Label end = a.label();
        a.bind(sixteen);
        a.cmp(COLUMNS, 16);
        a.b(Condition.LO, one);
        sixteen(rows);
        a.sub(COLUMNS, COLUMNS, 16);
        a.b(sixteen);
        a.bind(one);
        a.cbz(COLUMNS, end);
        one(rows);
        a.sub(COLUMNS, COLUMNS, 1);
        a.b(one);
        a.bind(end);
        store(rows);
    }

    private void sixteen(int rows) {
        if (tokens == 1) {
            loadActivations(token(0));
        }
        for (int r = 0; r < rows; r++) {
            format.loadSixteen(a, WEIGHTS, ADDRESSES[r]);
            for (int t = 0; t < tokens; t++) {
                if (tokens > 1) {
                    loadActivations(token(t));
                }
                for (int i = 0; i < 4; i++) {
                    a.fmla(SUMS[2 * (r + t) + i % 2], WEIGHTS[i], ACTIVATIONS[i]);
                }
            }
            a.add(ADDRESSES[r], ADDRESSES[r], (int) format.type().bytesFor(16));
        }
        advanceTokens(64);
    }

    private void loadActivations(X token) {
        a.ldp(ACTIVATIONS[0], ACTIVATIONS[1], token, 0);
        a.ldp(ACTIVATIONS[2], ACTIVATIONS[3], token, 32);
    }

    private void one(int rows) {
        for (int r = 0; r < rows; r++) {
            format.loadOne(a, WEIGHTS[0], ADDRESSES[r]);
            for (int t = 0; t < tokens; t++) {
                a.ldr(S, ACTIVATIONS[0], token(t), 0);
                a.fmla(SUMS[2 * (r + t)], ACTIVATIONS[0], WEIGHTS[0]);
            }
            a.add(ADDRESSES[r], ADDRESSES[r], format.type().blockBytes());
        }
        advanceTokens(4);
    }

    private void advanceTokens(int bytes) {
        for (int t = 0; t < tokens; t++) {
            a.add(token(t), token(t), bytes);
        }
    }

    private void store(int rows) {
        for (int i = 0; i < rows * tokens; i++) {
            V sum = SUMS[2 * i];
            a.fadd(sum, sum, SUMS[2 * i + 1]);
            a.faddp(sum, sum, sum);
            a.faddp(sum, sum, sum);
        }
        for (int r = 0; r < rows; r++) {
            a.mov(TO, RESULT);
            for (int t = 0; t < tokens; t++) {
                a.str(S, SUMS[2 * (r + t)], TO, 0);
                a.add(TO, TO, RESULT_BYTES, 0);
            }
            a.add(RESULT, RESULT, 4);
        }
    }

    private static X token(int token) {
        return ADDRESSES[ADDRESSES.length - 1 - token];
    }
}
