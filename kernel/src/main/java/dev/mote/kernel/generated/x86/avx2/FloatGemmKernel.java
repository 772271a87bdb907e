package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of up to six tokens with a panel [columns][16 rows] of F32: two registers of rows by six
 * tokens of running sums.
 */
final class FloatGemmKernel {
    static final int TOKENS_MAX = 6;

    private static final int UNROLL = 4;
    private static final Gpr PANEL = Gpr.RSI;
    private static final Gpr COLUMNS = Gpr.R8;
    private static final Gpr COUNT = Gpr.R9;
    private static final Gpr INPUT = Gpr.RCX;
    private static final Gpr INPUT_3 = Gpr.RBX;
    private static final Gpr INPUT_STRIDE = Gpr.R13;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Gpr ROWS = Gpr.RDX;
    private static final Vec WEIGHTS = ymm(12);
    private static final Vec MORE_WEIGHTS = ymm(13);
    private static final Vec ACTIVATION = ymm(14);

    private final Avx2Assembler a;
    private final int tokens;

    private FloatGemmKernel(Avx2Assembler a, int tokens) {
        this.a = a;
        this.tokens = tokens;
    }

    static byte[] emit(Avx2Assembler a, int tokens) {
        return new FloatGemmKernel(a, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, PANEL, COLUMNS, INPUT, INPUT_STRIDE, OUTPUT, OUTPUT_STRIDE, ROWS);
        a.lea(INPUT_3, Mem.at(INPUT_STRIDE, INPUT_STRIDE, 2, 0));
        a.add(INPUT_3, INPUT);
        for (int i = 0; i < 2 * tokens; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 2);
        Frame.repeatIfAny(a, COUNT, () -> columns(UNROLL));
        a.mov(COUNT, COLUMNS);
        a.and(COUNT, UNROLL - 1);
        Frame.repeatIfAny(a, COUNT, () -> columns(1));
        Panel.masks(a, ROWS, Gpr.RAX, WEIGHTS, MORE_WEIGHTS);
        for (int token = 0; token < tokens; token++) {
            a.vmaskmovps(Mem.at(OUTPUT), WEIGHTS, ymm(2 * token));
            a.vmaskmovps(Mem.at(OUTPUT, 32), MORE_WEIGHTS, ymm(2 * token + 1));
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
        Frame.leave(a);
        return a.finish();
    }

    private void columns(int count) {
        for (int column = 0; column < count; column++) {
            a.vmovups(WEIGHTS, Mem.at(PANEL, Panel.STEP_BYTES * column));
            a.vmovups(MORE_WEIGHTS, Mem.at(PANEL, Panel.STEP_BYTES * column + 32));
            for (int token = 0; token < tokens; token++) {
                a.vbroadcastss(ACTIVATION, input(token, 4 * column));
                a.vfmadd231ps(ymm(2 * token), WEIGHTS, ACTIVATION);
                a.vfmadd231ps(ymm(2 * token + 1), MORE_WEIGHTS, ACTIVATION);
            }
        }
        a.add(PANEL, Panel.STEP_BYTES * count);
        a.add(INPUT, 4 * count);
        a.add(INPUT_3, 4 * count);
    }

    private static Mem input(int token, int offset) {
        Gpr first = token < 3 ? INPUT : INPUT_3;
        return switch (token % 3) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, INPUT_STRIDE, 1, offset);
            default -> Mem.at(first, INPUT_STRIDE, 2, offset);
        };
    }
}
