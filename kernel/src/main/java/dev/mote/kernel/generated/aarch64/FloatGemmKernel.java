package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;

/**
 * Products of one to eight tokens with a panel of F32, see {@link FloatUnpackKernel}.
 *
 * <p>See {@link GemmFrame} for the parameters; activations are rows of F32. Four columns at a time,
 * the rest one by one; for eight tokens 64 multiplications of four lanes come with 12 loads.
 */
final class FloatGemmKernel {
    static final int TOKENS_MAX = 8;

    private static final V[] RESULTS = {
        V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15,
        V.V16, V.V17, V.V18, V.V19, V.V20, V.V21, V.V22, V.V23
    };
    private static final V[] ACTIVATIONS = {V.V24, V.V25, V.V26, V.V27, V.V28, V.V29, V.V30, V.V31};

    /** Rows 0 to 3 and 4 to 7 of four columns. */
    private static final V[] WEIGHTS = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final int tokens;

    private FloatGemmKernel(int tokens) {
        this.tokens = tokens;
    }

    static byte[] assemble(int tokens) {
        return new FloatGemmKernel(tokens).kernel();
    }

    private byte[] kernel() {
        GemmFrame.enter(a, tokens);
        for (int i = 0; i < 2 * tokens; i++) {
            a.zero(RESULTS[i]);
        }
        Label one = a.label();
        Label end = a.label();
        Label four = a.here();
        a.cmp(GemmFrame.COLUMNS, 4);
        a.b(Condition.LO, one);
        columns(4);
        a.b(four);
        a.bind(one);
        a.cbz(GemmFrame.COLUMNS, end);
        columns(1);
        a.b(one);
        a.bind(end);
        for (int t = 0; t < tokens; t++) {
            GemmFrame.store(a, RESULTS[2 * t], RESULTS[2 * t + 1]);
        }
        GemmFrame.leave(a);
        return a.finish();
    }

    private void columns(int count) {
        for (int t = 0; t < tokens; t++) {
            a.ldrPost(count == 4 ? Q : S, ACTIVATIONS[t], GemmFrame.token(t), 4 * count);
        }
        for (int c = 0; c < count; c++) {
            a.ldp(WEIGHTS[2 * c], WEIGHTS[2 * c + 1], GemmFrame.PANEL, 32 * c);
            for (int i = 0; i < 2 * tokens; i++) {
                a.fmla(RESULTS[i], WEIGHTS[2 * c + i % 2], ACTIVATIONS[i / 2], c);
            }
        }
        a.add(GemmFrame.PANEL, GemmFrame.PANEL, 32 * count);
        a.sub(GemmFrame.COLUMNS, GemmFrame.COLUMNS, count);
    }
}
