package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.ACTIVATIONS;
import static dev.mote.kernel.generated.aarch64.Plan.MINS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.SCRATCH;
import static dev.mote.kernel.generated.aarch64.Plan.SLOTS;
import static dev.mote.kernel.generated.aarch64.Plan.SUMS;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Products of the rows of a quantised matrix with the records of one to four tokens.
 *
 * <p>Slots: first row, bytes from row to row, rows, record of the first token, bytes from record to
 * record, columns, result of the first row and token, bytes from token to token.
 *
 * <p>One token: four rows go together and share the loads of activations, 128 columns at a time.
 * More tokens: one row at a time, unpacked once for all of them. Either way a row and a token meet
 * in the same order of operations. The bytes of a group are multiplied and added as whole numbers;
 * the sums of four groups come together in one register, so that conversion and scaling are paid
 * once for four.
 *
 * <p>For Q4_0 and four rows, 128 columns take 180 instructions for 288 bytes: per row 16 to load
 * and unpack, 4 for the scales, 12 for products, 3 to add up and 7 to scale. LLVM's model of a
 * Neoverse N1 needs 66 cycles for them, that of a Neoverse V1 33.
 */
final class DotKernel {
    static final int TOKENS_MAX = 4;
    private static final int ROWS_MAX = 4;

    private static final X RESULT = X.X1;
    private static final X ROWS = X.X2;
    private static final X COLUMNS = X.X3;

    /** Addresses in up to four rows, from the front, and in up to four records, from the back. */
    private static final X[] ADDRESSES = {X.X4, X.X5, X.X6, X.X7, X.X8};

    // From the bytes of a record to what belongs to the same columns.
    private static final X TO_SCALE = X.X9;
    private static final X TO_INIT = X.X10;
    private static final X TO_SUM = X.X11;

    private static final X ROW = X.X19;
    private static final X ROW_BYTES = X.X20;
    private static final X RECORD_BYTES = X.X21;
    private static final X PADDED = X.X22;
    private static final X RESULT_BYTES = X.X23;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final WeightFormat format;
    private final int tokens;

    private DotKernel(WeightFormat format, int tokens) {
        this.format = format;
        this.tokens = tokens;
    }

    /**
     * @param tokens 1 to {@link #TOKENS_MAX}
     */
    static byte[] assemble(WeightFormat format, int tokens) {
        return new DotKernel(format, tokens).kernel();
    }

    private byte[] kernel() {
        Frame.enter(a, 0);
        a.ldr(ROW, SLOTS, 0);
        a.ldr(ROW_BYTES, SLOTS, 8);
        a.ldr(ROWS, SLOTS, 16);
        a.ldr(RECORD_BYTES, SLOTS, 32);
        a.ldr(PADDED, SLOTS, 40);
        a.add(PADDED, PADDED, 255);
        a.lsr(PADDED, PADDED, 8);
        a.lsl(PADDED, PADDED, 8);
        a.ldr(RESULT, SLOTS, 48);
        a.ldr(RESULT_BYTES, SLOTS, 56);
        format.prepare(a);

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
        Frame.leave(a, 0);
        return a.finish();
    }

    /** {@code rows} rows from their first column to their last. */
    private void rows(int rows) {
        a.mov(ADDRESSES[0], ROW);
        for (int r = 1; r < rows; r++) {
            a.add(ADDRESSES[r], ADDRESSES[r - 1], ROW_BYTES, 0);
        }
        a.add(ROW, ADDRESSES[rows - 1], ROW_BYTES, 0);
        a.sub(ROWS, ROWS, rows);
        a.ldr(record(0), SLOTS, 24);
        for (int t = 1; t < tokens; t++) {
            a.add(record(t), record(t - 1), RECORD_BYTES, 0);
        }
        RecordLayout.locate(a, format.group(), PADDED, TO_SCALE, TO_INIT, TO_SUM);
        for (int i = 0; i < rows * tokens; i++) {
            a.zero(SUMS[i]);
        }
        a.ldr(COLUMNS, SLOTS, 40);

        RowLoop.over(
                a,
                format.type(),
                COLUMNS,
                (half, groups) -> columns(rows, half, groups),
                bytes -> advanceRows(rows, bytes));
        store(rows);
    }

    /** {@code groups} · 32 columns of every row and token. */
    private void columns(int rows, int half, int groups) {
        if (tokens == 1) {
            loadActivations(record(0), 0, 2 * groups);
        }
        for (int r = 0; r < rows; r++) {
            format.unpack(a, ADDRESSES[r], half, groups);
            for (int t = 0; t < tokens; t++) {
                if (tokens > 1) {
                    loadActivations(record(t), 0, 2 * groups);
                }
                if (format.group() == 32) {
                    groupsOf32(record(t), SUMS[r + t], groups);
                } else {
                    groupsOf16(record(t), SUMS[r + t]);
                }
            }
        }
        for (int t = 0; t < tokens; t++) {
            a.add(record(t), record(t), 32 * groups);
        }
        RecordLayout.advance(a, format.group(), groups, TO_SCALE, TO_INIT, TO_SUM);
    }

    private void loadActivations(X record, int from, int count) {
        for (int i = from; i < from + count; i += 2) {
            a.ldp(ACTIVATIONS[i], ACTIVATIONS[i + 1], record, 16 * i);
        }
    }

    private void groupsOf32(X record, V sum, int groups) {
        for (int i = 0; i < groups; i++) {
            a.zero(TEMPORARIES[i]);
        }
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < groups; i++) {
                a.sdot(TEMPORARIES[i], WEIGHTS[2 * i + half], ACTIVATIONS[2 * i + half]);
            }
        }
        V total = TEMPORARIES[0];
        if (groups == 4) {
            addUp();
        } else {
            a.zero(TEMPORARIES[1]);
            a.addp(S4, total, total, TEMPORARIES[1]);
            a.addp(S4, total, total, TEMPORARIES[1]);
        }
        Width width = groups == 4 ? Q : S;
        if (format.zeroPoint() != 0) {
            a.ldr(width, TEMPORARIES[1], record, TO_INIT);
            a.add(S4, total, total, TEMPORARIES[1]);
        }
        a.scvtf(total, total);
        a.ldr(width, TEMPORARIES[2], record, TO_SCALE);
        a.fmul(TEMPORARIES[2], TEMPORARIES[2], SCALES[0]);
        a.fmla(sum, total, TEMPORARIES[2]);
        if (format.hasMins()) {
            a.ldr(width, TEMPORARIES[3], record, TO_SUM);
            a.fmla(sum, TEMPORARIES[3], MINS[0]);
        }
    }

    private void groupsOf16(X record, V sum) {
        X scale = SCRATCH[0];
        X init = SCRATCH[1];
        X sums = SCRATCH[2];
        a.add(scale, record, TO_SCALE, 0);
        if (format.zeroPoint() != 0) {
            a.add(init, record, TO_INIT, 0);
        }
        if (format.hasMins()) {
            a.add(sums, record, TO_SUM, 0);
        }
        for (int part = 0; part < 2; part++) {
            for (V sum16 : TEMPORARIES) {
                a.zero(sum16);
            }
            for (int i = 0; i < 4; i++) {
                a.sdot(TEMPORARIES[i], WEIGHTS[4 * part + i], ACTIVATIONS[4 * part + i]);
            }
            addUp();
            V total = TEMPORARIES[0];
            if (format.zeroPoint() != 0) {
                a.ldr(Q, TEMPORARIES[1], init, 16 * part);
                a.add(S4, total, total, TEMPORARIES[1]);
            }
            a.scvtf(total, total);
            a.ldr(D, TEMPORARIES[2], scale, 8 * part);
            a.zip1(S4, TEMPORARIES[2], TEMPORARIES[2], TEMPORARIES[2]);
            a.fmul(TEMPORARIES[2], TEMPORARIES[2], SCALES[part]);
            a.fmla(sum, total, TEMPORARIES[2]);
            if (format.hasMins()) {
                a.ldr(Q, TEMPORARIES[3], sums, 16 * part);
                a.fmla(sum, TEMPORARIES[3], MINS[part]);
            }
        }
    }

    /** Sum of each temporary's lanes, in the lanes of the first. */
    private void addUp() {
        a.addp(S4, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[1]);
        a.addp(S4, TEMPORARIES[2], TEMPORARIES[2], TEMPORARIES[3]);
        a.addp(S4, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[2]);
    }

    private void advanceRows(int rows, int bytes) {
        for (int r = 0; r < rows; r++) {
            a.add(ADDRESSES[r], ADDRESSES[r], bytes);
        }
    }

    private void store(int rows) {
        for (int i = 0; i < rows * tokens; i++) {
            a.faddp(SUMS[i], SUMS[i], SUMS[i]);
            a.faddp(SUMS[i], SUMS[i], SUMS[i]);
        }
        for (int r = 0; r < rows; r++) {
            X to = SCRATCH[0];
            a.mov(to, RESULT);
            for (int t = 0; t < tokens; t++) {
                a.str(S, SUMS[r + t], to, 0);
                a.add(to, to, RESULT_BYTES, 0);
            }
            a.add(RESULT, RESULT, 4);
        }
    }

    private static X record(int token) {
        return ADDRESSES[ADDRESSES.length - 1 - token];
    }
}
