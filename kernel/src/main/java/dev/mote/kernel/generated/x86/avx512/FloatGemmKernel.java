package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of up to 12 tokens with a panel [columns][32 rows] of F32: two registers of rows by 12
 * tokens of running sums.
 */
final class FloatGemmKernel {
    static final int TOKENS_MAX = 12;

    private static final int UNROLL = 4;
    private static final Gpr PANEL = Gpr.RSI;
    private static final Gpr COLUMNS = Gpr.R8;
    private static final Gpr COUNT = Gpr.R9;
    private static final Gpr INPUT_STRIDE = Gpr.R13;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Gpr[] INPUTS = {Gpr.RCX, Gpr.RBX, Gpr.RBP, Gpr.R10};
    private static final Vec WEIGHTS = zmm(24);
    private static final Vec MORE_WEIGHTS = zmm(25);
    private static final Vec ACTIVATION = zmm(26);

    private final Avx512Assembler a = new Avx512Assembler();
    private final int tokens;

    private FloatGemmKernel(int tokens) {
        this.tokens = tokens;
    }

    static byte[] emit(int tokens) {
        return new FloatGemmKernel(tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, PANEL, 0);
        Frame.parameter(a, COLUMNS, 1);
        Frame.parameter(a, INPUTS[0], 2);
        Frame.parameter(a, INPUT_STRIDE, 3);
        Frame.parameter(a, OUTPUT, 4);
        Frame.parameter(a, OUTPUT_STRIDE, 5);
        Frame.parameter(a, Gpr.RAX, 6);
        GemmKernel.PanelStore.masks(a, Gpr.RAX);
        a.lea(Gpr.RAX, Mem.at(INPUT_STRIDE, INPUT_STRIDE, 2, 0));
        for (int i = 1; i < INPUTS.length; i++) {
            a.lea(INPUTS[i], Mem.at(INPUTS[i - 1], Gpr.RAX, 1, 0));
        }
        for (int i = 0; i < 2 * tokens; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 2);
        whileAny(UNROLL);
        a.mov(COUNT, COLUMNS);
        a.and(COUNT, UNROLL - 1);
        whileAny(1);
        for (int token = 0; token < tokens; token++) {
            GemmKernel.PanelStore.row(a, OUTPUT, zmm(2 * token), zmm(2 * token + 1));
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
        Frame.leave(a);
        return a.finish();
    }

    private void whileAny(int columns) {
        Label none = new Label();
        a.test(COUNT, COUNT);
        a.jcc(Condition.EQUAL, none);
        Frame.repeat(
                a,
                COUNT,
                () -> {
                    for (int column = 0; column < columns; column++) {
                        column(column);
                    }
                    a.add(PANEL, 128 * columns);
                    for (int i = 0; i < (tokens + 2) / 3; i++) {
                        a.add(INPUTS[i], 4 * columns);
                    }
                });
        a.bind(none);
    }

    private void column(int column) {
        a.vmovups(WEIGHTS, Mem.at(PANEL, 128 * column));
        a.vmovups(MORE_WEIGHTS, Mem.at(PANEL, 128 * column + 64));
        for (int token = 0; token < tokens; token++) {
            a.vbroadcastss(ACTIVATION, input(token, 4 * column));
            a.vfmadd231ps(zmm(2 * token), WEIGHTS, ACTIVATION);
            a.vfmadd231ps(zmm(2 * token + 1), MORE_WEIGHTS, ACTIVATION);
        }
    }

    private static Mem input(int token, int offset) {
        Gpr first = INPUTS[token / 3];
        return switch (token % 3) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, INPUT_STRIDE, 1, offset);
            default -> Mem.at(first, INPUT_STRIDE, 2, offset);
        };
    }
}
