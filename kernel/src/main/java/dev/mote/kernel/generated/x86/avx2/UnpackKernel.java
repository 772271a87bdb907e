package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Unpacks up to 16 quantised rows to a panel that {@link GemmKernel} reads: for each group of
 * columns, [columns / 4][16 rows][4] bytes, then 16 scales, then 16 minima where the type has them.
 * Rows that are absent have undefined values, which no other row's result depends on.
 *
 * <p>Block by block: every row's values go to scratch as they are, then squares of 8 rows by 8
 * times four columns are transposed.
 */
final class UnpackKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr BLOCKS = Gpr.R10;
    private static final Gpr ROWS_LEFT = Gpr.R11;
    private static final Gpr SCRATCH = Gpr.R12;
    private static final Gpr PANEL = Gpr.R13;
    private static final Gpr ROW_SCRATCH = Gpr.R14;
    private static final Gpr ROW_PANEL = Gpr.R15;
    private static final Gpr ROW_COUNT = Gpr.RBX;
    private static final Vec LANE = ymm(6);

    private final Avx2Assembler a;
    private final Unpack unpack;
    private final int groupBytes;

    private UnpackKernel(Avx2Assembler a, Unpack unpack) {
        this.a = a;
        this.unpack = unpack;
        groupBytes = Panel.groupBytes(unpack);
    }

    static byte[] emit(Avx2Assembler a, Unpack unpack) {
        return new UnpackKernel(a, unpack).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, ROW, ROW_BYTES, ROW_COUNT, BLOCKS, PANEL, SCRATCH);
        unpack.loadConstants(a);
        a.shr(BLOCKS, Integer.numberOfTrailingZeros(unpack.blockValues));
        Frame.repeat(a, BLOCKS, this::block);
        Frame.leave(a);
        return a.finish();
    }

    private void block() {
        a.mov(Unpack.SOURCE, ROW);
        a.mov(ROW_SCRATCH, SCRATCH);
        a.mov(ROW_PANEL, PANEL);
        a.mov(ROWS_LEFT, ROW_COUNT);
        Frame.repeat(a, ROWS_LEFT, this::row);
        for (int part = 0; part < unpack.parts(); part++) {
            for (int half = 0; half < 2; half++) {
                transpose(part, half);
            }
        }
        a.add(ROW, unpack.blockBytes);
        a.add(PANEL, unpack.blockValues / unpack.group * groupBytes);
    }

    private void row() {
        unpack.begin(a);
        int scales = Panel.ROWS * unpack.group;
        for (int part = 0; part < unpack.parts(); part++) {
            unpack.values(a, part);
            a.vmovdqu(Mem.at(ROW_SCRATCH, 32 * part), Unpack.Q);
            unpack.laneScales(a, part);
            int first = part * 32 / unpack.group * groupBytes + scales;
            a.vmovd(Mem.at(ROW_PANEL, first), Unpack.LANE_SCALES);
            if (unpack.group == 16) {
                a.vextracti128(LANE.x(), Unpack.LANE_SCALES, 1);
                a.vmovd(Mem.at(ROW_PANEL, first + groupBytes), LANE);
            }
        }
        if (unpack.minima) {
            for (int group = 0; group < unpack.blockValues / unpack.group; group++) {
                a.mov32(Unpack.TEMP, Unpack.MINIMA.plus(group * unpack.group / 4));
                int minima = group * groupBytes + scales + 4 * Panel.ROWS;
                a.mov32(Mem.at(ROW_PANEL, minima), Unpack.TEMP);
            }
        }
        a.add(Unpack.SOURCE, ROW_BYTES);
        a.add(ROW_SCRATCH, unpack.blockValues);
        a.add(ROW_PANEL, 4);
    }

    private void transpose(int part, int half) {
        for (int row = 0; row < 8; row++) {
            int offset = (8 * half + row) * unpack.blockValues + 32 * part;
            a.vmovdqu(ymm(row), Mem.at(SCRATCH, offset));
        }
        Vec[] columns = Transpose.emit(a);
        int perGroup = unpack.group / 4;
        for (int column = 0; column < 8; column++) {
            int at = part * 8 + column;
            int offset = at / perGroup * groupBytes + at % perGroup * Panel.STEP_BYTES + 32 * half;
            a.vmovdqu(Mem.at(PANEL, offset), columns[column]);
        }
    }
}
