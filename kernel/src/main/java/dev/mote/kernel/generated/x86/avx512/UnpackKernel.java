package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Unpacks up to 32 quantised rows to a panel that {@link GemmKernel} reads: for each group of
 * columns, [columns / 4][32 rows][4] unsigned bytes, then 32 scales, then 32 minima where the type
 * has them. Rows that are absent have undefined values, which no other row's result depends on.
 *
 * <p>Unit by unit: every row's values go to scratch as they are, then squares of 16 rows by 16
 * times four columns are transposed.
 */
final class UnpackKernel {
    static final int ROWS = 32;

    /**
     * How far ahead in its own row memory is asked for, at least: going from row to row, the
     * processor cannot tell by itself what comes next.
     */
    private static final int PREFETCH_MIN = 128;

    /** The same place in the panel that usually comes next. */
    private static final Gpr NEXT_PANEL = Gpr.RCX;

    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr UNITS = Gpr.R10;
    private static final Gpr ROWS_LEFT = Gpr.R11;
    private static final Gpr SCRATCH = Gpr.R12;
    private static final Gpr PANEL = Gpr.R13;
    private static final Gpr ROW_SCRATCH = Gpr.R14;
    private static final Gpr ROW_PANEL = Gpr.R15;
    private static final Gpr ROW_COUNT = Gpr.RBX;
    private static final Gpr COLUMNS = Gpr.RBP;
    private static final Vec LANE = zmm(14);

    private final Avx512Assembler a = new Avx512Assembler();
    private final Unpack unpack;
    private final int groupBytes;

    private UnpackKernel(Unpack unpack) {
        this.unpack = unpack;
        groupBytes = groupBytes(unpack);
    }

    static byte[] emit(Unpack unpack) {
        return new UnpackKernel(unpack.rest()).emit();
    }

    /** Bytes of a group of columns in a panel. */
    static int groupBytes(Unpack unpack) {
        return ROWS * (unpack.group + 4 + (unpack.minima ? 4 : 0));
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, ROW_BYTES, 1);
        Frame.parameter(a, ROW_COUNT, 2);
        Frame.parameter(a, COLUMNS, 3);
        Frame.parameter(a, PANEL, 4);
        Frame.parameter(a, SCRATCH, 5);
        a.mov(UNITS, COLUMNS);
        a.shr(UNITS, Integer.numberOfTrailingZeros(unpack.unitValues));
        if (unpack.unitValues == 64) {
            Label noUnits = new Label();
            Label done = new Label();
            a.test(UNITS, UNITS);
            a.jcc(Condition.EQUAL, noUnits);
            Frame.repeat(a, UNITS, () -> unit(true));
            a.bind(noUnits);
            a.and(COLUMNS, 63);
            a.jcc(Condition.EQUAL, done);
            unit(false);
            a.bind(done);
        } else {
            Frame.repeat(a, UNITS, () -> unit(true));
        }
        Frame.leave(a);
        return a.finish();
    }

    private void unit(boolean whole) {
        unpack.loadConstants(a);
        unpack.setPresent(a, whole ? 2 : 1);
        a.mov(Unpack.SOURCE, ROW);
        a.mov(NEXT_PANEL, ROW_BYTES);
        a.shl(NEXT_PANEL, Integer.numberOfTrailingZeros(ROWS));
        a.add(NEXT_PANEL, ROW);
        a.mov(ROW_SCRATCH, SCRATCH);
        a.mov(ROW_PANEL, PANEL);
        a.mov(ROWS_LEFT, ROW_COUNT);
        Frame.repeat(a, ROWS_LEFT, () -> row(whole));
        transpose();
        a.add(ROW, unpack.unitBytes);
        a.add(PANEL, unpack.unitValues / unpack.group * groupBytes);
    }

    private void row(boolean whole) {
        if (unpack.unitValues == 64) {
            a.lea(Unpack.NEXT, Mem.at(Unpack.SOURCE, whole ? unpack.unitBytes / 2 : 0));
        }
        int ahead = Math.max(unpack.unitBytes, PREFETCH_MIN);
        for (int line = 0; line < unpack.unitBytes; line += 64) {
            a.prefetcht0(Mem.at(Unpack.SOURCE, ahead + line));
            a.prefetcht1(Mem.at(NEXT_PANEL, line));
        }
        a.add(NEXT_PANEL, ROW_BYTES);
        unpack.begin(a);
        int scales = ROWS * unpack.group;
        for (int chunk = 0; chunk < unpack.chunks(); chunk++) {
            unpack.values(a, chunk);
            a.vmovdqu32(Mem.at(ROW_SCRATCH, 64 * chunk), Unpack.Q);
        }
        int groups = unpack.unitValues / unpack.group;
        for (int group = 0; group < groups; group++) {
            int lane = unpack.unitValues == 64 ? group * 8 : group;
            storeLane(Unpack.SCALES, lane, group * groupBytes + scales);
            if (unpack.minima) {
                int minimum = group * unpack.group / 16;
                storeLane(Unpack.MINIMA, minimum, group * groupBytes + scales + 4 * ROWS);
            }
        }
        a.add(Unpack.SOURCE, ROW_BYTES);
        a.add(ROW_SCRATCH, unpack.unitValues);
        a.add(ROW_PANEL, 4);
    }

    private void storeLane(Vec source, int lane, int offset) {
        Vec from = source;
        if (lane >= 4) {
            a.vextracti32x4(LANE.x(), source, lane / 4);
            from = LANE;
        }
        if (lane % 4 != 0) {
            a.vpshufd(LANE.x(), from.x(), lane % 4);
            from = LANE;
        }
        a.vmovd(Mem.at(ROW_PANEL, offset), from);
    }

    private void transpose() {
        int perGroup = unpack.group / 4;
        for (int chunk = 0; chunk < unpack.chunks(); chunk++) {
            for (int half = 0; half < 2; half++) {
                for (int row = 0; row < 16; row++) {
                    int offset = (16 * half + row) * unpack.unitValues + 64 * chunk;
                    a.vmovdqu32(zmm(row), Mem.at(SCRATCH, offset));
                }
                Vec[] columns = Transpose.emit(a);
                for (int column = 0; column < 16; column++) {
                    int at = chunk * 16 + column;
                    int offset = at / perGroup * groupBytes + at % perGroup * 128 + 64 * half;
                    a.vmovdqu32(Mem.at(PANEL, offset), columns[column]);
                }
            }
        }
    }
}
