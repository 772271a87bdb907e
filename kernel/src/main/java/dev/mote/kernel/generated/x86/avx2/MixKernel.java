package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Sums of values weighted by exponentials: 16 elements of each value at a time for up to four rows,
 * lanes being elements. Values are converted to F32 on the way.
 */
final class MixKernel {
    private static final int[] BLOCKS = {4, 2, 1};
    private static final int[] SINGLE = {1};

    private static final Gpr VALUE = Gpr.RSI;
    private static final Gpr WEIGHT = Gpr.R8;
    private static final Gpr WEIGHT_STRIDE = Gpr.R10;
    private static final Gpr WEIGHT_STRIDE_3 = Gpr.R11;
    private static final Gpr VALUE_BYTES = Gpr.R12;
    private static final Gpr COUNT = Gpr.R13;
    private static final Gpr LEFT = Gpr.R14;
    private static final Gpr ROWS = Gpr.R15;
    private static final Gpr OUTPUT = Gpr.RBX;
    private static final Gpr OUTPUT_BYTES = Gpr.RBP;
    private static final Gpr PLACE = Gpr.RCX;
    private static final Gpr STATE = Gpr.RDX;
    private static final Gpr WEIGHTS = Gpr.R9;

    private static final Mem VALUES = Frame.local(0);
    private static final Mem NEXT_OUTPUT = Frame.local(1);

    // ymm0 … ymm7 are sums, two for each row.
    private static final Vec[] ELEMENTS = {ymm(8), ymm(9)};
    private static final Vec FACTOR = ymm(10);
    private static final Vec TEMP = ymm(11);

    /** Stands for a pass over one element. */
    private static final int ALONE = -1;

    private final Avx2Assembler a;
    private final CacheRow row;
    private final boolean skipping;

    private MixKernel(Avx2Assembler a, CacheRow row, boolean skipping) {
        this.a = a;
        this.row = row;
        this.skipping = skipping;
    }

    static byte[] emit(Avx2Assembler a, BlockType type, boolean skipping) {
        return new MixKernel(a, new CacheRow(type), skipping).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, WEIGHTS, 0);
        Frame.parameter(a, WEIGHT_STRIDE, 1);
        a.lea(WEIGHT_STRIDE_3, Mem.at(WEIGHT_STRIDE, WEIGHT_STRIDE, 2, 0));
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, VALUE_BYTES, 4);
        Frame.parameter(a, OUTPUT_BYTES, 6);
        a.shl(OUTPUT_BYTES, 2);
        Frame.parameter(a, OUTPUT, 7);
        Frame.parameter(a, STATE, 8);
        int[] blocks = skipping ? SINGLE : BLOCKS;
        for (int rows : blocks) {
            Label top = new Label();
            Label none = new Label();
            a.bind(top);
            a.cmp(ROWS, rows);
            a.jcc(Condition.LESS, none);
            block(rows);
            a.sub(ROWS, rows);
            if (rows == blocks[0]) {
                a.jmp(top);
            }
            a.bind(none);
        }
        Frame.leave(a);
        return a.finish();
    }

    private void block(int rows) {
        a.lea(Gpr.RAX, Mem.at(OUTPUT, OUTPUT_BYTES, rows, 0));
        a.mov(NEXT_OUTPUT, Gpr.RAX);
        Frame.parameter(a, Gpr.RAX, 3);
        a.mov(VALUES, Gpr.RAX);
        Frame.parameter(a, LEFT, 6);
        Label top = new Label();
        Label one = new Label();
        Label end = new Label();
        int eights = Math.max(2, row.eights());
        a.bind(top);
        a.cmp(LEFT, 16);
        a.jcc(Condition.LESS, one);
        for (int eighth = 0; eighth < eights; eighth += 2) {
            pass(rows, eighth);
            a.add(OUTPUT, 64);
        }
        nextValues(row.bytes(eights));
        a.sub(LEFT, 8 * eights);
        a.jmp(top);
        a.bind(one);
        if (row.hasSingleValues()) {
            a.test(LEFT, LEFT);
            a.jcc(Condition.EQUAL, end);
            pass(rows, ALONE);
            a.add(OUTPUT, 4);
            nextValues(row.valueBytes());
            a.sub(LEFT, 1);
            a.jmp(one);
        }
        a.bind(end);
        a.mov(OUTPUT, NEXT_OUTPUT);
        a.add(STATE, 16 * rows);
        a.lea(WEIGHTS, Mem.at(WEIGHTS, WEIGHT_STRIDE, rows, 0));
    }

    private void nextValues(int bytes) {
        a.mov(Gpr.RAX, VALUES);
        a.add(Gpr.RAX, bytes);
        a.mov(VALUES, Gpr.RAX);
    }

    /** All keys' part of 16 elements, or of one. */
    private void pass(int rows, int eighth) {
        loadOutput(rows, eighth);
        Frame.parameter(a, COUNT, 5);
        a.mov(VALUE, VALUES);
        a.mov(WEIGHT, WEIGHTS);
        Frame.repeatIfAny(a, COUNT, () -> addValue(rows, eighth));
        storeOutput(rows, eighth);
    }

    private static Vec sum(int row, int half, int eighth) {
        Vec whole = ymm(2 * row + half);
        return eighth == ALONE ? whole.x() : whole;
    }

    private static int registers(int eighth) {
        return eighth == ALONE ? 1 : 2;
    }

    private static Lanes lanes(int eighth) {
        return eighth == ALONE ? Lanes.ONE : Lanes.EIGHT;
    }

    private void loadOutput(int rows, int eighth) {
        Label done = new Label();
        for (int i = 0; i < 2 * rows; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        Frame.parameter(a, Gpr.RAX, 9);
        a.test(Gpr.RAX, Gpr.RAX);
        a.jcc(Condition.NOT_EQUAL, done);
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            a.vbroadcastss(FACTOR, Mem.at(STATE, 16 * i + 8));
            for (int half = 0; half < registers(eighth); half++) {
                Vec sum = sum(i, half, eighth);
                lanes(eighth).load(a, sum, Mem.at(PLACE, 32 * half));
                a.vmulps(sum, sum, lanes(eighth).register(FACTOR.number()));
            }
            a.add(PLACE, OUTPUT_BYTES);
        }
        a.bind(done);
    }

    private void addValue(int rows, int eighth) {
        Label skipped = new Label();
        if (skipping) {
            a.mov32(Gpr.RAX, Mem.at(WEIGHT));
            a.test(Gpr.RAX, Gpr.RAX); // exponentials are never −0
            a.jcc(Condition.EQUAL, skipped);
        }
        if (eighth == ALONE) {
            row.loadOne(a, ELEMENTS[0], Mem.at(VALUE));
        } else {
            row.loadPair(a, ELEMENTS[0], ELEMENTS[1], Mem.at(VALUE), eighth, TEMP);
        }
        for (int i = 0; i < rows; i++) {
            Mem weight = ScoreKernel.place(WEIGHT, WEIGHT_STRIDE, WEIGHT_STRIDE_3, i);
            a.vbroadcastss(FACTOR, weight);
            for (int half = 0; half < registers(eighth); half++) {
                Vec element = lanes(eighth).register(ELEMENTS[half].number());
                Vec factor = lanes(eighth).register(FACTOR.number());
                a.vfmadd231ps(sum(i, half, eighth), element, factor);
            }
        }
        a.bind(skipped);
        a.add(VALUE, VALUE_BYTES);
        a.add(WEIGHT, 4);
    }

    private void storeOutput(int rows, int eighth) {
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            for (int half = 0; half < registers(eighth); half++) {
                lanes(eighth).store(a, Mem.at(PLACE, 32 * half), sum(i, half, eighth));
            }
            a.add(PLACE, OUTPUT_BYTES);
        }
    }
}
