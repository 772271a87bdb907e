package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Unpacks up to 32 rows of F32, F16 or BF16 to a panel [columns][32] of F32, whose columns are
 * padded to a multiple of 16; rows that are absent have undefined values.
 */
final class FloatUnpackKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr LEFT = Gpr.R10;
    private static final Gpr ROWS_LEFT = Gpr.R11;
    private static final Gpr SCRATCH = Gpr.R12;
    private static final Gpr PANEL = Gpr.R13;
    private static final Gpr ROW_SCRATCH = Gpr.R14;
    private static final Gpr ROW_COUNT = Gpr.RBX;
    private static final Gpr SOURCE = Gpr.RSI;

    private FloatUnpackKernel() {}

    static byte[] emit(BlockType type) {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, ROW_BYTES, 1);
        Frame.parameter(a, ROW_COUNT, 2);
        Frame.parameter(a, LEFT, 3);
        Frame.parameter(a, PANEL, 4);
        Frame.parameter(a, SCRATCH, 5);
        Label top = new Label();
        Label whole = new Label();
        a.bind(top);
        a.mov(Gpr.RAX, 0xFFFFL);
        a.cmp(LEFT, 16);
        a.jcc(Condition.GREATER_OR_EQUAL, whole);
        a.bzhi(Gpr.RAX, Gpr.RAX, LEFT);
        a.bind(whole);
        a.kmovw(Mask.K1, Gpr.RAX);
        a.mov(SOURCE, ROW);
        a.mov(ROW_SCRATCH, SCRATCH);
        a.mov(ROWS_LEFT, ROW_COUNT);
        Frame.repeat(
                a,
                ROWS_LEFT,
                () -> {
                    FloatWeights.load(a, type, zmm(0), Mem.at(SOURCE), Mask.K1);
                    a.vmovups(Mem.at(ROW_SCRATCH), zmm(0));
                    a.add(SOURCE, ROW_BYTES);
                    a.add(ROW_SCRATCH, 64);
                });
        for (int half = 0; half < 2; half++) {
            for (int row = 0; row < 16; row++) {
                a.vmovups(zmm(row), Mem.at(SCRATCH, 64 * (16 * half + row)));
            }
            Vec[] columns = Transpose.emit(a);
            for (int column = 0; column < 16; column++) {
                a.vmovups(Mem.at(PANEL, 128 * column + 64 * half), columns[column]);
            }
        }
        a.add(ROW, 16 * type.blockBytes());
        a.add(PANEL, 16 * 128);
        a.sub(LEFT, 16);
        a.jcc(Condition.GREATER, top);
        Frame.leave(a);
        return a.finish();
    }
}
