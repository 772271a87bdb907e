package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.AttentionKernels.Bias;

/**
 * Exponentials of the scores of a tile, row by row: a first pass caps, biases and masks the scores
 * and finds the largest, a second one exponentiates and sums.
 *
 * <p>Masked scores are −∞, whose exponential is exactly 0. A NaN that is visible makes the sum NaN.
 */
final class SoftmaxKernel {
    private static final Gpr ROW = Gpr.RSI;
    private static final Gpr STRIDE = Gpr.R8;
    private static final Gpr ROWS = Gpr.R9;
    private static final Gpr KEYS = Gpr.R10;
    private static final Gpr START = Gpr.R11;
    private static final Gpr END = Gpr.R12;
    private static final Gpr STATE = Gpr.R13;
    private static final Gpr ROWS_OF_POSITION = Gpr.R14;
    private static final Gpr POSITION_BIAS = Gpr.R15;
    private static final Gpr BIAS = Gpr.RBX;
    private static final Gpr CHUNKS = Gpr.RBP;
    private static final Gpr CURSOR = Gpr.RCX;
    private static final Gpr TEMP = Gpr.RDX;

    private static final Vec SCORE = zmm(0);
    private static final Vec LARGEST = zmm(16);
    private static final Vec SUM = zmm(17);
    private static final Vec FACTOR = zmm(18);
    private static final Vec OLD_SUM = zmm(19);
    private static final Vec FIRST_KEY = zmm(20);
    private static final Vec END_KEY = zmm(21);
    private static final Vec KEY = zmm(22);
    private static final Vec NOTHING = zmm(23);
    private static final Vec CAP = zmm(24);
    private static final Vec DISTANCE = zmm(25);
    private static final Vec LANES = zmm(26);
    private static final Vec SUBTRAHEND = zmm(27);
    private static final Mask VISIBLE = Mask.K1;

    /** vpcmpd. */
    private static final int LESS = 1;

    private static final int NOT_LESS = 5;

    private final Avx512Assembler a = new Avx512Assembler();
    private final boolean capped;
    private final Bias bias;

    private SoftmaxKernel(boolean capped, Bias bias) {
        this.capped = capped;
        this.bias = bias;
    }

    static byte[] emit(boolean capped, Bias bias) {
        return new SoftmaxKernel(capped, bias).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, STRIDE, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, KEYS, 3);
        Frame.parameter(a, ROWS_OF_POSITION, 4);
        Frame.parameter(a, START, 5);
        Frame.parameter(a, END, 6);
        Frame.parameter(a, STATE, 9);
        Frame.parameter(a, POSITION_BIAS, 12);
        a.mov(BIAS, POSITION_BIAS);
        a.vbroadcastss(CAP, Mem.at(Frame.PARAMETERS, 8 * 11));
        a.vpbroadcastd(DISTANCE, Mem.at(Frame.PARAMETERS, 8 * 14));
        a.vbroadcastss(NOTHING, Mem.at(a.code().constant(Float.NEGATIVE_INFINITY)));
        a.vmovdqu32(LANES, Unpack.lanes(a, 0, 1));
        Frame.repeat(a, ROWS, this::row);
        Frame.leave(a);
        return a.finish();
    }

    private void row() {
        limit(START, FIRST_KEY);
        limit(END, END_KEY);
        a.vmovups(LARGEST, NOTHING);
        a.vmovdqu32(KEY, LANES);
        eachChunk(this::prepare);
        acrossLanes(LARGEST, SCORE, () -> a.vmaxps(LARGEST, LARGEST, SCORE));
        bringUp();
        a.vpxord(SUM, SUM, SUM);
        eachChunk(this::exponentiate);
        acrossLanes(SUM, SCORE, () -> a.vaddps(SUM, SUM, SCORE));
        a.vfmadd231ps(SUM, OLD_SUM, FACTOR);
        a.vmovd(Mem.at(STATE), LARGEST.x());
        a.vmovd(Mem.at(STATE, 4), SUM.x());
        a.vmovd(Mem.at(STATE, 8), FACTOR.x());
        a.add(STATE, 16);
        a.add(ROW, STRIDE);
        nextBias();
    }

    /** All lanes = a count of keys, limited to 0 … the keys of the tile. */
    private void limit(Gpr count, Vec target) {
        Label low = new Label();
        Label done = new Label();
        a.mov32(TEMP, 0);
        a.cmp(count, 0);
        a.jcc(Condition.LESS, low);
        a.mov(TEMP, count);
        a.bind(low);
        a.cmp(TEMP, KEYS);
        a.jcc(Condition.LESS_OR_EQUAL, done);
        a.mov(TEMP, KEYS);
        a.bind(done);
        a.vpbroadcastd(target, TEMP);
    }

    private void eachChunk(Runnable body) {
        Label none = new Label();
        a.mov(CURSOR, ROW);
        a.lea(CHUNKS, Mem.at(KEYS, 15));
        a.shr(CHUNKS, 4);
        a.jcc(Condition.EQUAL, none);
        Frame.repeat(
                a,
                CHUNKS,
                () -> {
                    body.run();
                    a.add(CURSOR, 64);
                });
        a.bind(none);
    }

    private void prepare() {
        a.vmovups(SCORE, Mem.at(CURSOR));
        a.vpcmpd(VISIBLE, KEY, FIRST_KEY, NOT_LESS);
        a.k(VISIBLE).vpcmpd(VISIBLE, KEY, END_KEY, LESS);
        if (capped) {
            a.vdivps(SCORE, SCORE, CAP);
            Functions.tanh(a, SCORE, zmm(1), zmm(2), zmm(3), zmm(4));
            a.vmulps(SCORE, SCORE, CAP);
        }
        switch (bias) {
            case NONE -> {}
            case SLOPES -> {
                a.vpaddd(zmm(1), KEY, DISTANCE);
                a.vpabsd(zmm(1), zmm(1));
                a.vcvtdq2ps(zmm(1), zmm(1));
                a.vfnmadd231ps(SCORE, zmm(1), Mem.at(BIAS).broadcast());
            }
            case TABLE -> {
                a.mov(TEMP, CURSOR);
                a.sub(TEMP, ROW);
                a.kz(VISIBLE).vmovups(zmm(1), Mem.at(BIAS, TEMP, 1, 0));
                a.vaddps(SCORE, SCORE, zmm(1));
            }
        }
        a.vmovups(zmm(1), NOTHING);
        a.k(VISIBLE).vmovups(zmm(1), SCORE);
        a.vmovups(Mem.at(CURSOR), zmm(1));
        a.vmaxps(LARGEST, LARGEST, zmm(1));
        a.vpaddd(KEY, KEY, Functions.allBits(a, 16));
    }

    /**
     * Joins the tile's largest score with the one so far: {@link #SUBTRAHEND} is the new one, or 0
     * where that is −∞, and {@link #FACTOR} what older sums have to be multiplied by.
     */
    private void bringUp() {
        Label first = new Label();
        a.vmovups(FACTOR, NOTHING);
        a.vpxord(OLD_SUM, OLD_SUM, OLD_SUM);
        Frame.parameter(a, TEMP, 10);
        a.test(TEMP, TEMP);
        a.jcc(Condition.NOT_EQUAL, first);
        a.vbroadcastss(FACTOR, Mem.at(STATE));
        a.vbroadcastss(OLD_SUM, Mem.at(STATE, 4));
        a.bind(first);
        a.vmaxps(LARGEST, LARGEST, FACTOR);
        a.vcmpps(Mask.K2, LARGEST, NOTHING, 4);
        a.kz(Mask.K2).vmovups(SUBTRAHEND, LARGEST);
        a.vsubps(FACTOR, FACTOR, SUBTRAHEND);
        Functions.exp(a, FACTOR, zmm(1), zmm(2));
    }

    private void exponentiate() {
        a.vmovups(SCORE, Mem.at(CURSOR));
        a.vsubps(SCORE, SCORE, SUBTRAHEND);
        Functions.exp(a, SCORE, zmm(1), zmm(2));
        a.vmovups(Mem.at(CURSOR), SCORE);
        a.vaddps(SUM, SUM, SCORE);
    }

    /** Combines all lanes of {@code all} with each other; every lane gets the result. */
    private void acrossLanes(Vec all, Vec other, Runnable combine) {
        a.vshufi32x4(other, all, all, 0x4E);
        combine.run();
        a.vshufi32x4(other, all, all, 0xB1);
        combine.run();
        a.vpshufd(other, all, 0x4E);
        combine.run();
        a.vpshufd(other, all, 0xB1);
        combine.run();
    }

    /** The next head of the position, or the first of the next one. */
    private void nextBias() {
        Label same = new Label();
        a.add(BIAS, Mem.at(Frame.PARAMETERS, 8 * 13));
        a.sub(ROWS_OF_POSITION, 1);
        a.jcc(Condition.NOT_EQUAL, same);
        Frame.parameter(a, ROWS_OF_POSITION, 4);
        a.add(START, Mem.at(Frame.PARAMETERS, 8 * 7));
        a.add(END, Mem.at(Frame.PARAMETERS, 8 * 8));
        if (bias == Bias.TABLE) {
            a.sub(POSITION_BIAS, 4); // the next query is one further from every key before it
        }
        a.mov(BIAS, POSITION_BIAS);
        a.vpsubd(DISTANCE, DISTANCE, Functions.allBits(a, 1));
        a.bind(same);
    }
}
