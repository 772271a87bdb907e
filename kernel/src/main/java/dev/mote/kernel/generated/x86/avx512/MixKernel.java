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
 * Sums of values weighted by exponentials: 32 elements of each value at a time for up to eight
 * rows, lanes being elements. Values are converted to F32 on the way.
 */
final class MixKernel {
    private static final int[] BLOCKS = {8, 4, 2, 1};
    private static final int[] SINGLE = {1};

    private static final Gpr VALUE = Gpr.RSI;
    private static final Gpr WEIGHT = Gpr.R8;
    private static final Gpr WEIGHT_4 = Gpr.R9;
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

    private static final Mem WEIGHTS = Frame.local(0);
    private static final Mem VALUES = Frame.local(1);
    private static final Mem NEXT_OUTPUT = Frame.local(2);
    private static final Vec FIRST = zmm(16);
    private static final Vec SECOND = zmm(17);
    private static final Vec FACTOR = zmm(18);
    private static final Vec TEMP = zmm(19);
    private static final Mask[] PRESENT = {Mask.K1, Mask.K2};

    private final Avx512Assembler a = new Avx512Assembler();
    private final CacheRow row;
    private final boolean skipping;

    private MixKernel(CacheRow row, boolean skipping) {
        this.row = row;
        this.skipping = skipping;
    }

    static byte[] emit(BlockType type, boolean skipping) {
        return new MixKernel(new CacheRow(type), skipping).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, WEIGHT, 0);
        a.mov(WEIGHTS, WEIGHT);
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
        a.bind(top);
        masks();
        loadOutput(rows);
        addValues(rows);
        storeOutput(rows);
        a.mov(Gpr.RAX, VALUES);
        a.add(Gpr.RAX, row.pairBytes());
        a.mov(VALUES, Gpr.RAX);
        a.add(OUTPUT, 128);
        a.sub(LEFT, 32);
        a.jcc(Condition.GREATER, top);
        a.mov(OUTPUT, NEXT_OUTPUT);
        a.add(STATE, 16 * rows);
        a.mov(WEIGHT, WEIGHTS);
        a.lea(WEIGHT, Mem.at(WEIGHT, WEIGHT_STRIDE, rows, 0));
        a.mov(WEIGHTS, WEIGHT);
    }

    private void masks() {
        Label whole = new Label();
        a.mov(Gpr.RAX, -1L);
        a.cmp(LEFT, 32);
        a.jcc(Condition.GREATER_OR_EQUAL, whole);
        a.bzhi(Gpr.RAX, Gpr.RAX, LEFT);
        a.bind(whole);
        a.kmovw(PRESENT[0], Gpr.RAX);
        a.shr(Gpr.RAX, 16);
        a.kmovw(PRESENT[1], Gpr.RAX);
    }

    private void loadOutput(int rows) {
        Label done = new Label();
        for (int i = 0; i < 2 * rows; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        Frame.parameter(a, Gpr.RAX, 9);
        a.test(Gpr.RAX, Gpr.RAX);
        a.jcc(Condition.NOT_EQUAL, done);
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            a.vbroadcastss(FACTOR, Mem.at(STATE, 16 * i + 8));
            for (int half = 0; half < 2; half++) {
                Vec sum = zmm(2 * i + half);
                a.kz(PRESENT[half]).vmovups(sum, Mem.at(PLACE, 64 * half));
                a.vmulps(sum, sum, FACTOR);
            }
            a.add(PLACE, OUTPUT_BYTES);
        }
        a.bind(done);
    }

    private void addValues(int rows) {
        Label none = new Label();
        Frame.parameter(a, COUNT, 5);
        a.test(COUNT, COUNT);
        a.jcc(Condition.EQUAL, none);
        a.mov(VALUE, VALUES);
        a.mov(WEIGHT, WEIGHTS);
        a.lea(WEIGHT_4, Mem.at(WEIGHT, WEIGHT_STRIDE, 4, 0));
        Frame.repeat(a, COUNT, () -> addValue(rows));
        a.bind(none);
    }

    private void addValue(int rows) {
        Label skipped = new Label();
        if (skipping) {
            a.mov32(Gpr.RAX, Mem.at(WEIGHT));
            a.test(Gpr.RAX, Gpr.RAX); // exponentials are never −0
            a.jcc(Condition.EQUAL, skipped);
        }
        row.loadPair(a, FIRST, SECOND, Mem.at(VALUE), PRESENT, TEMP);
        for (int i = 0; i < rows; i++) {
            Gpr base = i < 4 ? WEIGHT : WEIGHT_4;
            Mem weight = ScoreKernel.place(base, WEIGHT_STRIDE, WEIGHT_STRIDE_3, i % 4);
            a.vbroadcastss(FACTOR, weight);
            a.vfmadd231ps(zmm(2 * i), FIRST, FACTOR);
            a.vfmadd231ps(zmm(2 * i + 1), SECOND, FACTOR);
        }
        a.bind(skipped);
        a.add(VALUE, VALUE_BYTES);
        a.add(WEIGHT, 4);
        if (rows > 4) {
            a.add(WEIGHT_4, 4);
        }
    }

    private void storeOutput(int rows) {
        a.mov(PLACE, OUTPUT);
        for (int i = 0; i < rows; i++) {
            a.k(PRESENT[0]).vmovups(Mem.at(PLACE), zmm(2 * i));
            a.k(PRESENT[1]).vmovups(Mem.at(PLACE, 64), zmm(2 * i + 1));
            a.add(PLACE, OUTPUT_BYTES);
        }
    }
}
