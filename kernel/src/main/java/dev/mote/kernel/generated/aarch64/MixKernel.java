package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Sums of values weighted by exponentials: 16 elements of each value at a time for up to four rows,
 * lanes being elements. Values are converted to F32 on the way.
 */
final class MixKernel {
    private static final int[] BLOCKS = {4, 2, 1};
    private static final int[] SINGLE = {1};

    private static final X PARAMETERS = X.X0;
    private static final X VALUE = X.X1;
    private static final X[] WEIGHT = {X.X2, X.X3, X.X4, X.X5};
    private static final X VALUE_BYTES = X.X6;
    private static final X COUNT = X.X7;
    private static final X LEFT = X.X8;
    private static final X ROWS = X.X9;
    private static final X OUTPUT = X.X10;
    private static final X OUTPUT_BYTES = X.X11;
    private static final X PLACE = X.X12;
    private static final X STATE = X.X13;
    private static final X WEIGHTS = X.X14;
    private static final X WEIGHT_BYTES = X.X15;
    private static final X VALUES = X.X16;
    private static final X NEXT_OUTPUT = X.X17;
    private static final X TEMP = X.X19;

    private static final V[] SUMS = {
        V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7,
        V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15
    };
    private static final V[] ELEMENTS = {V.V16, V.V17, V.V18, V.V19};
    private static final V[] FACTORS = {V.V20, V.V21, V.V22, V.V23};
    private static final V SCALE = V.V24;

    /** Stands for a pass over one element. */
    private static final int ALONE = -1;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final CacheRow row;
    private final boolean skipping;

    private MixKernel(CacheRow row, boolean skipping) {
        this.row = row;
        this.skipping = skipping;
    }

    static byte[] assemble(BlockType type, boolean skipping) {
        return new MixKernel(new CacheRow(type), skipping).kernel();
    }

    private byte[] kernel() {
        Frame.enter(a, 0);
        a.ldr(WEIGHTS, PARAMETERS, 0);
        a.ldr(WEIGHT_BYTES, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(VALUE_BYTES, PARAMETERS, 32);
        a.ldr(OUTPUT_BYTES, PARAMETERS, 48);
        a.lsl(OUTPUT_BYTES, OUTPUT_BYTES, 2);
        a.ldr(OUTPUT, PARAMETERS, 56);
        a.ldr(STATE, PARAMETERS, 64);
        int[] blocks = skipping ? SINGLE : BLOCKS;
        for (int rows : blocks) {
            Label none = a.label();
            Label top = a.here();
            a.cmp(ROWS, rows);
            a.b(Condition.LT, none);
            block(rows);
            a.sub(ROWS, ROWS, rows);
            if (rows == blocks[0]) {
                a.b(top);
            }
            a.bind(none);
        }
        Frame.leave(a, 0);
        return a.finish();
    }

    private void block(int rows) {
        a.mov(NEXT_OUTPUT, OUTPUT);
        for (int i = 0; i < rows; i++) {
            a.add(NEXT_OUTPUT, NEXT_OUTPUT, OUTPUT_BYTES, 0);
        }
        a.ldr(VALUES, PARAMETERS, 24);
        a.ldr(LEFT, PARAMETERS, 48);
        Label one = a.label();
        Label end = a.label();
        Label sixteen = a.here();
        a.cmp(LEFT, 16);
        a.b(Condition.LO, one);
        for (int part = 0; part < row.parts(); part++) {
            pass(rows, part);
            a.add(OUTPUT, OUTPUT, 64);
        }
        a.add(VALUES, VALUES, row.bytes());
        a.sub(LEFT, LEFT, 16 * row.parts());
        a.b(sixteen);
        a.bind(one);
        if (row.hasSingleValues()) {
            a.cbz(LEFT, end);
            pass(rows, ALONE);
            a.add(OUTPUT, OUTPUT, 4);
            a.add(VALUES, VALUES, row.valueBytes());
            a.sub(LEFT, LEFT, 1);
            a.b(one);
        }
        a.bind(end);
        a.mov(OUTPUT, NEXT_OUTPUT);
        a.add(STATE, STATE, 16 * rows);
        for (int i = 0; i < rows; i++) {
            a.add(WEIGHTS, WEIGHTS, WEIGHT_BYTES, 0);
        }
    }

    /** All keys' part of 16 elements, or of one. */
    private void pass(int rows, int part) {
        loadOutput(rows, part);
        Label none = a.label();
        a.ldr(COUNT, PARAMETERS, 40);
        a.cbz(COUNT, none);
        a.mov(VALUE, VALUES);
        a.mov(WEIGHT[0], WEIGHTS);
        for (int i = 1; i < rows; i++) {
            a.add(WEIGHT[i], WEIGHT[i - 1], WEIGHT_BYTES, 0);
        }
        Strip.repeat(a, COUNT, () -> addValue(rows, part));
        a.bind(none);
        storeOutput(rows, part);
    }

    private static int registers(int part) {
        return part == ALONE ? 1 : 4;
    }

    private void loadOutput(int rows, int part) {
        for (int i = 0; i < 4 * rows; i++) {
            a.zero(SUMS[i]);
        }
        Label done = a.label();
        a.ldr(TEMP, PARAMETERS, 72);
        a.cbnz(TEMP, done);
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            if (part == ALONE) {
                a.ldr(S, SUMS[4 * i], PLACE, 0);
            } else {
                a.ldp(SUMS[4 * i], SUMS[4 * i + 1], PLACE, 0);
                a.ldp(SUMS[4 * i + 2], SUMS[4 * i + 3], PLACE, 32);
            }
            a.ldr(S, FACTORS[i], STATE, 16 * i + 8);
            for (int j = 0; j < registers(part); j++) {
                a.fmul(SUMS[4 * i + j], SUMS[4 * i + j], FACTORS[i], 0);
            }
            a.add(PLACE, PLACE, OUTPUT_BYTES, 0);
        }
        a.bind(done);
    }

    private void addValue(int rows, int part) {
        Label skipped = a.label();
        if (skipping) {
            a.ldrWord(TEMP, WEIGHT[0], 0);
            a.cbz(TEMP, skipped); // exponentials are never −0
        }
        if (part == ALONE) {
            row.loadOne(a, ELEMENTS[0], VALUE);
        } else {
            row.loadSixteen(a, ELEMENTS, VALUE, part, SCALE);
        }
        for (int i = 0; i < rows; i++) {
            a.ldr(S, FACTORS[i], WEIGHT[i], 0);
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < registers(part); j++) {
                a.fmla(SUMS[4 * i + j], ELEMENTS[j], FACTORS[i], 0);
            }
        }
        a.bind(skipped);
        a.add(VALUE, VALUE, VALUE_BYTES, 0);
        for (int i = 0; i < rows; i++) {
            a.add(WEIGHT[i], WEIGHT[i], 4);
        }
    }

    private void storeOutput(int rows, int part) {
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            if (part == ALONE) {
                a.str(S, SUMS[4 * i], PLACE, 0);
            } else {
                a.stp(SUMS[4 * i], SUMS[4 * i + 1], PLACE, 0);
                a.stp(SUMS[4 * i + 2], SUMS[4 * i + 3], PLACE, 32);
            }
            a.add(PLACE, PLACE, OUTPUT_BYTES, 0);
        }
    }
}
