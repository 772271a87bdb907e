package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.AttentionKernels.Bias;

/**
 * Turns a tile of scores to exponentials, row by row: once over the row for its largest score, with
 * cap, bias and mask applied, then once for the exponentials and their sum.
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

    private static final Vec SCORE = ymm(0);
    private static final Vec T = ymm(1);
    private static final Vec U = ymm(2);
    private static final Vec V = ymm(3);
    private static final Vec VISIBLE = ymm(4);
    private static final Vec LARGEST = ymm(5);
    private static final Vec SUM = ymm(6);
    private static final Vec FACTOR = ymm(7);
    private static final Vec OLD_SUM = ymm(8);
    private static final Vec FIRST_KEY = ymm(9);
    private static final Vec END_KEY = ymm(10);
    private static final Vec KEY = ymm(11);
    private static final Vec NOTHING = ymm(12);
    private static final Vec CAP = ymm(13);
    private static final Vec DISTANCE = ymm(14);
    private static final Vec SUBTRAHEND = ymm(15);

    /** vcmpps. */
    private static final int NOT_EQUAL = 4;

    private final Avx2Assembler a;
    private final boolean capped;
    private final Bias bias;

    private SoftmaxKernel(Avx2Assembler a, boolean capped, Bias bias) {
        this.a = a;
        this.capped = capped;
        this.bias = bias;
    }

    static byte[] emit(Avx2Assembler a, boolean capped, Bias bias) {
        return new SoftmaxKernel(a, capped, bias).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, ROW, STRIDE, ROWS, KEYS, ROWS_OF_POSITION, START, END);
        Frame.parameter(a, STATE, 9);
        Frame.parameter(a, POSITION_BIAS, 12);
        a.mov(BIAS, POSITION_BIAS);
        a.vbroadcastss(CAP, Frame.parameter(11));
        a.vpbroadcastd(DISTANCE, Frame.parameter(14));
        a.vmovups(NOTHING, Constants.floats(a, Float.NEGATIVE_INFINITY));
        Frame.repeat(a, ROWS, this::row);
        Frame.leave(a);
        return a.finish();
    }

    private void row() {
        limit(START, FIRST_KEY);
        limit(END, END_KEY);
        a.vmovups(LARGEST, NOTHING);
        a.vmovdqu(KEY, Mem.at(a.code().constant(0, 1, 2, 3, 4, 5, 6, 7)));
        eachChunk(this::prepare);
        acrossLanes(LARGEST, () -> a.vmaxps(LARGEST, LARGEST, T));
        bringUp();
        a.vpxor(SUM, SUM, SUM);
        eachChunk(this::exponentiate);
        acrossLanes(SUM, () -> a.vaddps(SUM, SUM, T));
        a.vfmadd231ps(SUM, OLD_SUM, FACTOR);
        a.vmovd(Mem.at(STATE), LARGEST);
        a.vmovd(Mem.at(STATE, 4), SUM);
        a.vmovd(Mem.at(STATE, 8), FACTOR);
        a.add(STATE, 16);
        a.add(ROW, STRIDE);
        nextRow();
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
        a.vmovd(target, TEMP);
        a.vpbroadcastd(target, target.x());
    }

    /** Runs the body for eight scores at a time; rows have room for a whole number of eights. */
    private void eachChunk(Runnable body) {
        a.mov(CURSOR, ROW);
        a.lea(CHUNKS, Mem.at(KEYS, 7));
        a.shr(CHUNKS, 3);
        Frame.repeatIfAny(
                a,
                CHUNKS,
                () -> {
                    body.run();
                    a.add(CURSOR, 32);
                });
    }

    private void prepare() {
        a.vmovups(SCORE, Mem.at(CURSOR));
        if (capped) {
            a.vdivps(SCORE, SCORE, CAP);
            Functions.tanh(a, SCORE, T, U, V, VISIBLE);
            a.vmulps(SCORE, SCORE, CAP);
        }
        a.vpcmpgtd(VISIBLE, FIRST_KEY, KEY);
        a.vpcmpgtd(T, END_KEY, KEY);
        a.vpandn(VISIBLE, VISIBLE, T);
        switch (bias) {
            case NONE -> {}
            case SLOPES -> {
                a.vpaddd(T, KEY, DISTANCE);
                a.vpabsd(T, T);
                a.vcvtdq2ps(T, T);
                a.vbroadcastss(U, Mem.at(BIAS));
                a.vfnmadd231ps(SCORE, T, U);
            }
            case TABLE -> {
                a.mov(TEMP, CURSOR);
                a.sub(TEMP, ROW);
                a.vmaskmovps(T, VISIBLE, Mem.at(BIAS, TEMP, 1, 0));
                a.vaddps(SCORE, SCORE, T);
            }
        }
        a.vmovups(T, NOTHING);
        Functions.select(a, T, VISIBLE, SCORE);
        a.vmovups(Mem.at(CURSOR), T);
        a.vmaxps(LARGEST, LARGEST, T);
        a.vpaddd(KEY, KEY, Constants.integers(a, 8));
    }

    /**
     * Joins the tile's largest score with the one so far: {@link #SUBTRAHEND} is the new one, or 0
     * where that is −∞, and {@link #FACTOR} what older sums have to be multiplied by.
     */
    private void bringUp() {
        Label first = new Label();
        a.vmovups(FACTOR, NOTHING);
        a.vpxor(OLD_SUM, OLD_SUM, OLD_SUM);
        Frame.parameter(a, TEMP, 10);
        a.test(TEMP, TEMP);
        a.jcc(Condition.NOT_EQUAL, first);
        a.vbroadcastss(FACTOR, Mem.at(STATE));
        a.vbroadcastss(OLD_SUM, Mem.at(STATE, 4));
        a.bind(first);
        a.vmaxps(LARGEST, LARGEST, FACTOR);
        a.vcmpps(SUBTRAHEND, LARGEST, NOTHING, NOT_EQUAL);
        a.vpand(SUBTRAHEND, SUBTRAHEND, LARGEST);
        a.vsubps(FACTOR, FACTOR, SUBTRAHEND);
        Functions.exp(a, FACTOR, T, U);
    }

    private void exponentiate() {
        a.vmovups(SCORE, Mem.at(CURSOR));
        a.vsubps(SCORE, SCORE, SUBTRAHEND);
        Functions.exp(a, SCORE, T, U);
        a.vmovups(Mem.at(CURSOR), SCORE);
        a.vaddps(SUM, SUM, SCORE);
    }

    /** Combines all lanes of {@code all} with each other; every lane gets the result. */
    private void acrossLanes(Vec all, Runnable combine) {
        a.vperm2i128(T, all, all, 1);
        combine.run();
        a.vpshufd(T, all, 0x4E);
        combine.run();
        a.vpshufd(T, all, 0xB1);
        combine.run();
    }

    /** The next head of the position, or the first of the next one. */
    private void nextRow() {
        Label same = new Label();
        a.add(BIAS, Frame.parameter(13));
        a.sub(ROWS_OF_POSITION, 1);
        a.jcc(Condition.NOT_EQUAL, same);
        Frame.parameter(a, ROWS_OF_POSITION, 4);
        a.add(START, Frame.parameter(7));
        a.add(END, Frame.parameter(8));
        if (bias == Bias.TABLE) {
            a.sub(POSITION_BIAS, 4); // the next query is one further from every key before it
        }
        a.mov(BIAS, POSITION_BIAS);
        a.vpsubd(DISTANCE, DISTANCE, Constants.integers(a, 1));
        a.bind(same);
    }
}
