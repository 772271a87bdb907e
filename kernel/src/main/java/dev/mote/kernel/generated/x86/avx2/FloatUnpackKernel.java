package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Unpacks up to 16 rows of F32, F16 or BF16 to a panel [columns][16] of F32; rows that are absent
 * have undefined values.
 */
final class FloatUnpackKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr COLUMNS = Gpr.R10;
    private static final Gpr ROWS_LEFT = Gpr.R11;
    private static final Gpr SCRATCH = Gpr.R12;
    private static final Gpr PANEL = Gpr.R13;
    private static final Gpr TARGET = Gpr.R14;
    private static final Gpr COUNT = Gpr.R15;
    private static final Gpr ROW_COUNT = Gpr.RBX;
    private static final Gpr SOURCE = Gpr.RSI;

    private FloatUnpackKernel() {}

    static byte[] emit(Avx2Assembler a, BlockType type) {
        Frame.enter(a);
        Frame.parameters(a, ROW, ROW_BYTES, ROW_COUNT, COLUMNS, PANEL, SCRATCH);
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 3);
        Frame.repeatIfAny(a, COUNT, () -> eightColumns(a, type));
        a.mov(COUNT, COLUMNS);
        a.and(COUNT, 7);
        Frame.repeatIfAny(a, COUNT, () -> column(a, type));
        Frame.leave(a);
        return a.finish();
    }

    private static void eightColumns(Avx2Assembler a, BlockType type) {
        rows(
                a,
                SCRATCH,
                32,
                () -> {
                    FloatWeights.load(a, type, ymm(0), Mem.at(SOURCE));
                    a.vmovups(Mem.at(TARGET), ymm(0));
                });
        for (int half = 0; half < 2; half++) {
            for (int row = 0; row < 8; row++) {
                a.vmovups(ymm(row), Mem.at(SCRATCH, 32 * (8 * half + row)));
            }
            Vec[] columns = Transpose.emit(a);
            for (int column = 0; column < 8; column++) {
                a.vmovups(Mem.at(PANEL, Panel.STEP_BYTES * column + 32 * half), columns[column]);
            }
        }
        a.add(ROW, 8 * type.blockBytes());
        a.add(PANEL, 8 * Panel.STEP_BYTES);
    }

    private static void column(Avx2Assembler a, BlockType type) {
        rows(
                a,
                PANEL,
                4,
                () -> {
                    FloatWeights.loadOne(a, type, ymm(0), Mem.at(SOURCE), Gpr.RAX);
                    a.vmovd(Mem.at(TARGET), ymm(0));
                });
        a.add(ROW, type.blockBytes());
        a.add(PANEL, Panel.STEP_BYTES);
    }

    /** Runs the body for each row, with the target moving on by some bytes. */
    private static void rows(Avx2Assembler a, Gpr target, int targetStep, Runnable body) {
        a.mov(SOURCE, ROW);
        a.mov(TARGET, target);
        a.mov(ROWS_LEFT, ROW_COUNT);
        Frame.repeat(
                a,
                ROWS_LEFT,
                () -> {
                    body.run();
                    a.add(SOURCE, ROW_BYTES);
                    a.add(TARGET, targetStep);
                });
    }
}
