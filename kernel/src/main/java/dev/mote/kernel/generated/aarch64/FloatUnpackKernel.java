package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Unpacks up to eight rows of plain floats to a panel of F32, eight rows of column after column;
 * absent rows are zero.
 *
 * <p>Parameters as for {@link UnpackKernel}, and like there 16 columns of each row go to the
 * scratch space first.
 */
final class FloatUnpackKernel {
    private static final int ROW_SCRATCH = 64;

    private static final X PARAMETERS = X.X0;
    private static final X BLOCK = X.X1;
    private static final X ROW_BYTES = X.X2;
    private static final X ROWS = X.X3;
    private static final X COLUMNS = X.X4;
    private static final X PANEL = X.X5;
    private static final X SCRATCH = X.X6;
    private static final X ROW = X.X7;
    private static final X ROW_TO = X.X8;
    private static final X ROWS_LEFT = X.X9;

    private static final V[] VALUES = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};
    private static final V[] SPARE = {V.V16, V.V17, V.V18, V.V19};

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final FloatFormat format;

    private FloatUnpackKernel(FloatFormat format) {
        this.format = format;
    }

    static byte[] assemble(FloatFormat format) {
        return new FloatUnpackKernel(format).kernel();
    }

    private byte[] kernel() {
        a.ldr(BLOCK, PARAMETERS, 0);
        a.ldr(ROW_BYTES, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(COLUMNS, PARAMETERS, 24);
        a.ldr(PANEL, PARAMETERS, 32);
        a.ldr(SCRATCH, PARAMETERS, 40);
        UnpackKernel.clearScratch(a, SCRATCH, ROW_TO, ROWS_LEFT, ROW_SCRATCH);
        Label one = a.label();
        Label end = a.label();
        Label sixteen = a.here();
        a.cmp(COLUMNS, 16);
        a.b(Condition.LO, one);
        sixteen();
        a.sub(COLUMNS, COLUMNS, 16);
        a.b(sixteen);
        a.bind(one);
        a.cbz(COLUMNS, end);
        one();
        a.sub(COLUMNS, COLUMNS, 1);
        a.b(one);
        a.bind(end);
        a.ret();
        return a.finish();
    }

    private void sixteen() {
        eachRow(
                SCRATCH,
                ROW_SCRATCH,
                () -> {
                    format.loadSixteen(a, VALUES, ROW);
                    a.stp(VALUES[0], VALUES[1], ROW_TO, 0);
                    a.stp(VALUES[2], VALUES[3], ROW_TO, 32);
                });
        for (int column = 0; column < 16; column += 4) {
            for (int r = 0; r < Panel.ROWS; r++) {
                a.ldr(Q, VALUES[r], SCRATCH, r * ROW_SCRATCH + 4 * column);
            }
            Transpose.words(a, VALUES, 0, SPARE);
            Transpose.words(a, VALUES, 4, SPARE);
            for (int i = 0; i < 4; i++) {
                a.stp(VALUES[i], VALUES[i + 4], PANEL, 32 * (column + i));
            }
        }
        a.add(BLOCK, BLOCK, (int) format.type().bytesFor(16));
        a.add(PANEL, PANEL, 16 * 32);
    }

    private void one() {
        a.zero(VALUES[0]);
        a.stp(VALUES[0], VALUES[0], PANEL, 0);
        eachRow(
                PANEL,
                4,
                () -> {
                    format.loadOne(a, VALUES[0], ROW);
                    a.str(S, VALUES[0], ROW_TO, 0);
                });
        a.add(BLOCK, BLOCK, format.type().blockBytes());
        a.add(PANEL, PANEL, 32);
    }

    /** Runs {@code body} with the address in each row and that of what becomes of it. */
    private void eachRow(X to, int step, Runnable body) {
        a.mov(ROW, BLOCK);
        a.mov(ROW_TO, to);
        a.mov(ROWS_LEFT, ROWS);
        Label row = a.here();
        body.run();
        a.add(ROW, ROW, ROW_BYTES, 0);
        a.add(ROW_TO, ROW_TO, step);
        a.subs(ROWS_LEFT, ROWS_LEFT, 1);
        a.b(Condition.NE, row);
    }
}
