package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.MINS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Unpacks up to eight quantised rows to a panel; absent rows are zero.
 *
 * <p>Parameters: first row, bytes per row, rows, columns, panel, scratch. 128 columns of each row
 * in turn go to the scratch space, from where they are read side by side: for 16 columns of eight
 * rows 8 stores, 8 loads, at most 16 permutations and 8 stores again.
 */
final class UnpackKernel {
    /** In the scratch space, for each row: 128 bytes, eight scales, eight minima. */
    private static final int ROW_SCRATCH = 256;

    private static final int SCALES_AT = 128;
    private static final int MINS_AT = 160;

    private static final X PARAMETERS = Plan.SLOTS;
    private static final X BLOCK = X.X1;
    private static final X ROW_BYTES = X.X2;
    private static final X ROWS = X.X3;
    private static final X COLUMNS = X.X4;
    private static final X PANEL = X.X5;
    private static final X SCRATCH = X.X6;
    private static final X ROW = X.X7;
    private static final X ROW_TO = X.X8;
    private static final X ROWS_LEFT = X.X9;

    private static final V ZERO_POINT = Plan.ACTIVATIONS[0];

    /** Eight registers for as many rows, and four to permute with. */
    private static final V[] SIDE_BY_SIDE = WEIGHTS;

    private static final V[] SPARE = Plan.TEMPORARIES;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final WeightFormat format;
    private final Panel panel;
    private final int groupBytes;

    private UnpackKernel(WeightFormat format, Panel panel) {
        this.format = format;
        this.panel = panel;
        groupBytes = panel.groupBytes(format.group(), format.hasMins());
    }

    static byte[] assemble(WeightFormat format, Panel panel) {
        return new UnpackKernel(format, panel).kernel();
    }

    private byte[] kernel() {
        Frame.enter(a, 0);
        a.ldr(BLOCK, PARAMETERS, 0);
        a.ldr(ROW_BYTES, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(COLUMNS, PARAMETERS, 24);
        a.ldr(PANEL, PARAMETERS, 32);
        a.ldr(SCRATCH, PARAMETERS, 40);
        clearScratch(a, SCRATCH, ROW_TO, ROWS_LEFT, ROW_SCRATCH);
        format.prepare(a);
        if (format.zeroPoint() != 0) {
            a.moviByte(ZERO_POINT, format.zeroPoint() & 0xff);
        }

        RowLoop.over(a, format.type(), COLUMNS, this::columns, bytes -> a.add(BLOCK, BLOCK, bytes));
        Frame.leave(a, 0);
        return a.finish();
    }

    /** Fills the scratch space of eight rows with zeros. */
    static void clearScratch(Aarch64Assembler a, X scratch, X at, X count, int rowBytes) {
        V zero = WEIGHTS[0];
        a.zero(zero);
        a.mov(at, scratch);
        a.mov(count, Panel.ROWS * rowBytes / 32);
        Label clear = a.here();
        a.stp(zero, zero, at, 0);
        a.add(at, at, 32);
        a.subs(count, count, 1);
        a.b(Condition.NE, clear);
    }

    private void columns(int half, int groups) {
        a.mov(ROW, BLOCK);
        a.mov(ROW_TO, SCRATCH);
        a.mov(ROWS_LEFT, ROWS);
        Label row = a.here();
        format.unpack(a, ROW, half, groups);
        for (int i = 0; i < 2 * groups; i += 2) {
            if (format.zeroPoint() != 0) {
                a.sub(B16, WEIGHTS[i], WEIGHTS[i], ZERO_POINT);
                a.sub(B16, WEIGHTS[i + 1], WEIGHTS[i + 1], ZERO_POINT);
            }
            a.stp(WEIGHTS[i], WEIGHTS[i + 1], ROW_TO, 16 * i);
        }
        a.stp(SCALES[0], SCALES[1], ROW_TO, SCALES_AT);
        if (format.hasMins()) {
            a.stp(MINS[0], MINS[1], ROW_TO, MINS_AT);
        }
        a.add(ROW, ROW, ROW_BYTES, 0);
        a.add(ROW_TO, ROW_TO, ROW_SCRATCH);
        a.subs(ROWS_LEFT, ROWS_LEFT, 1);
        a.b(Condition.NE, row);

        for (int i = 0; i < 2 * groups; i++) {
            loadRows(16 * i);
            int group = 16 * i / format.group();
            int within = Panel.ROWS * (16 * i % format.group());
            panel.storeBytes(a, SIDE_BY_SIDE, SPARE, PANEL, group * groupBytes + within);
        }
        scales(SCALES_AT, Panel.ROWS * format.group(), 32 * groups / format.group());
        if (format.hasMins()) {
            int behind = Panel.ROWS * format.group() + panel.scaleBytes();
            scales(MINS_AT, behind, 32 * groups / format.group());
        }
        a.add(PANEL, PANEL, 32 * groups / format.group() * groupBytes);
    }

    private void scales(int from, int to, int count) {
        for (int first = 0; first < count; first += 4) {
            loadRows(from + 4 * first);
            Transpose.words(a, SIDE_BY_SIDE, 0, SPARE);
            Transpose.words(a, SIDE_BY_SIDE, 4, SPARE);
            for (int i = 0; i < Math.min(4, count - first); i++) {
                panel.storeScales(
                        a,
                        SIDE_BY_SIDE[i],
                        SIDE_BY_SIDE[i + 4],
                        SPARE[0],
                        PANEL,
                        (first + i) * groupBytes + to);
            }
        }
    }

    private void loadRows(int offset) {
        for (int r = 0; r < Panel.ROWS; r++) {
            a.ldr(Q, SIDE_BY_SIDE[r], SCRATCH, r * ROW_SCRATCH + offset);
        }
    }
}
