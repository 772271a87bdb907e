package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.generated.AttentionKernels.Bias;

/**
 * Turns a tile of scores to exponentials, row by row: once over the row for its largest score, with
 * cap, bias and mask applied, then once for the exponentials and their sum.
 */
final class SoftmaxKernel {
    private static final X PARAMETERS = X.X0;
    private static final X ROW = X.X1;
    private static final X STRIDE = X.X2;
    private static final X ROWS = X.X3;
    private static final X KEYS = X.X4;
    private static final X START = X.X5;
    private static final X END = X.X6;
    private static final X STATE = X.X7;
    private static final X ROWS_OF_POSITION = X.X8;
    private static final X POSITION_BIAS = X.X9;
    private static final X BIAS = X.X10;
    private static final X CHUNKS = X.X11;
    private static final X CURSOR = X.X12;
    private static final X TEMP = X.X13;
    private static final X OTHER = X.X14;

    /** Keys from the current chunk on, while scores are prepared. */
    private static final X LEFT = X.X15;

    /** The chunk's biases. */
    private static final X BIAS_CURSOR = X.X16;

    private static final V SCORE = V.V0;
    private static final V LARGEST = V.V1;
    private static final V SUM = V.V2;
    private static final V FACTOR = V.V3;
    private static final V OLD_SUM = V.V4;
    private static final V FIRST_KEY = V.V5;
    private static final V END_KEY = V.V6;
    private static final V KEY = V.V7;
    private static final V NOTHING = V.V8;
    private static final V CAP = V.V9;
    private static final V DISTANCE = V.V10;
    private static final V SUBTRAHEND = V.V11;
    private static final V SLOPE = V.V12;
    private static final V VISIBLE = V.V13;
    private static final V T = V.V14;
    private static final V U = V.V15;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final boolean capped;
    private final Bias bias;

    private SoftmaxKernel(boolean capped, Bias bias) {
        this.capped = capped;
        this.bias = bias;
    }

    static byte[] assemble(boolean capped, Bias bias) {
        return new SoftmaxKernel(capped, bias).kernel();
    }

    private byte[] kernel() {
        Frame.enter(a, 0);
        a.ldr(ROW, PARAMETERS, 0);
        a.ldr(STRIDE, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(KEYS, PARAMETERS, 24);
        a.ldr(ROWS_OF_POSITION, PARAMETERS, 32);
        a.ldr(START, PARAMETERS, 40);
        a.ldr(END, PARAMETERS, 48);
        a.ldr(STATE, PARAMETERS, 72);
        if (capped) {
            a.ldr(S, CAP, PARAMETERS, 88);
            a.dup(S4, CAP, CAP, 0);
        }
        if (bias != Bias.NONE) {
            a.ldr(POSITION_BIAS, PARAMETERS, 96);
            a.mov(BIAS, POSITION_BIAS);
            a.ldrWord(TEMP, PARAMETERS, 112);
            a.dupWord(DISTANCE, TEMP);
        }
        Functions functions = new Functions(a);
        functions.all(NOTHING, Float.NEGATIVE_INFINITY);
        Strip.repeat(a, ROWS, () -> row(functions));
        Frame.leave(a, 0);
        return a.finish();
    }

    private void row(Functions functions) {
        limit(START, FIRST_KEY);
        limit(END, END_KEY);
        a.mov(LARGEST, NOTHING);
        a.ldr(KEY, a.constant(Bytes.ofWords(0, 1, 2, 3)));
        startBiases();
        eachChunk(() -> prepare(functions));
        a.fmaxnmv(T, LARGEST);
        a.dup(S4, LARGEST, T, 0);
        bringUp(functions);
        a.zero(SUM);
        eachChunk(() -> exponentiate(functions));
        a.faddp(SUM, SUM, SUM);
        a.faddp(SUM, SUM, SUM);
        a.fmla(SUM, OLD_SUM, FACTOR);
        a.str(S, LARGEST, STATE, 0);
        a.str(S, SUM, STATE, 4);
        a.str(S, FACTOR, STATE, 8);
        a.add(STATE, STATE, 16);
        a.add(ROW, ROW, STRIDE, 0);
        nextRow();
    }

    /** All lanes = a count of keys, limited to 0 … the keys of the tile. */
    private void limit(X count, V target) {
        Label low = a.label();
        Label done = a.label();
        a.mov(TEMP, 0);
        a.cmp(count, 0);
        a.b(Condition.LT, low);
        a.mov(TEMP, count);
        a.bind(low);
        a.sub(OTHER, TEMP, KEYS);
        a.cmp(OTHER, 0);
        a.b(Condition.LE, done);
        a.mov(TEMP, KEYS);
        a.bind(done);
        a.dupWord(target, TEMP);
    }

    /** Runs the body for four scores at a time; rows have room for a whole number of fours. */
    private void eachChunk(Runnable body) {
        Label none = a.label();
        a.mov(CURSOR, ROW);
        a.add(CHUNKS, KEYS, 3);
        a.lsr(CHUNKS, CHUNKS, 2);
        a.cbz(CHUNKS, none);
        Strip.repeat(a, CHUNKS, body);
        a.bind(none);
    }

    private void startBiases() {
        switch (bias) {
            case NONE -> {}
            case SLOPES -> a.ld1rWord(SLOPE, BIAS);
            case TABLE -> {
                a.mov(BIAS_CURSOR, BIAS);
                a.mov(LEFT, KEYS);
            }
        }
    }

    private void prepare(Functions functions) {
        a.ldr(Q, SCORE, CURSOR, 0);
        if (capped) {
            a.fdiv(SCORE, SCORE, CAP);
            functions.tanh(SCORE, T);
            a.fmul(SCORE, SCORE, CAP);
        }
        switch (bias) {
            case NONE -> {}
            case SLOPES -> {
                a.add(S4, T, KEY, DISTANCE);
                a.scvtf(T, T);
                a.fabs(T, T);
                a.fmls(SCORE, T, SLOPE);
            }
            case TABLE -> {
                loadBiases();
                a.fadd(SCORE, SCORE, T);
            }
        }
        a.cmhs(S4, VISIBLE, KEY, FIRST_KEY);
        a.cmhs(S4, T, KEY, END_KEY);
        a.mvn(T, T);
        a.and(VISIBLE, VISIBLE, T);
        a.mov(T, NOTHING);
        a.bit(T, SCORE, VISIBLE);
        a.strPost(Q, T, CURSOR, 16);
        a.fmaxnm(LARGEST, LARGEST, T);
        a.moviWord(T, 4, 0);
        a.add(S4, KEY, KEY, T);
    }

    /** T = the biases of four keys; a table may end behind that of the last key. */
    private void loadBiases() {
        Label whole = a.label();
        Label done = a.label();
        a.cmp(LEFT, 4);
        a.b(Condition.GE, whole);
        a.ldr(S, T, BIAS_CURSOR, 0);
        for (int lane = 1; lane < 3; lane++) {
            a.cmp(LEFT, lane);
            a.b(Condition.LE, done);
            a.ldr(S, U, BIAS_CURSOR, 4 * lane);
            a.ins(S4, T, lane, U, 0);
        }
        a.b(done);
        a.bind(whole);
        a.ldrPost(Q, T, BIAS_CURSOR, 16);
        a.sub(LEFT, LEFT, 4);
        a.bind(done);
    }

    /**
     * Joins the tile's largest score with the one so far: {@link #SUBTRAHEND} is the new one, or 0
     * where that is −∞, and {@link #FACTOR} what older sums have to be multiplied by.
     */
    private void bringUp(Functions functions) {
        Label first = a.label();
        a.mov(FACTOR, NOTHING);
        a.zero(OLD_SUM);
        a.ldr(TEMP, PARAMETERS, 80);
        a.cbnz(TEMP, first);
        a.ld1rWord(FACTOR, STATE);
        a.add(TEMP, STATE, 4);
        a.ld1rWord(OLD_SUM, TEMP);
        a.bind(first);
        a.fmaxnm(LARGEST, LARGEST, FACTOR);
        zeroForNothing(a, SUBTRAHEND, LARGEST, NOTHING);
        a.fsub(FACTOR, FACTOR, SUBTRAHEND);
        functions.exp(FACTOR);
    }

    /** d = n, 0 where n is −∞. */
    static void zeroForNothing(Aarch64Assembler a, V d, V n, V nothing) {
        a.eor(d, n, nothing);
        a.cmtst(S4, d, d, d);
        a.and(d, d, n);
    }

    private void exponentiate(Functions functions) {
        a.ldr(Q, SCORE, CURSOR, 0);
        a.fsub(SCORE, SCORE, SUBTRAHEND);
        functions.exp(SCORE);
        a.strPost(Q, SCORE, CURSOR, 16);
        a.fadd(SUM, SUM, SCORE);
    }

    /** The next head of the position, or the first of the next one. */
    private void nextRow() {
        Label same = a.label();
        if (bias != Bias.NONE) {
            a.ldr(TEMP, PARAMETERS, 104);
            a.add(BIAS, BIAS, TEMP, 0);
        }
        a.subs(ROWS_OF_POSITION, ROWS_OF_POSITION, 1);
        a.b(Condition.NE, same);
        a.ldr(ROWS_OF_POSITION, PARAMETERS, 32);
        a.ldr(TEMP, PARAMETERS, 56);
        a.add(START, START, TEMP, 0);
        a.ldr(TEMP, PARAMETERS, 64);
        a.add(END, END, TEMP, 0);
        if (bias != Bias.NONE) {
            if (bias == Bias.TABLE) {
                // The next query is one further from every key before it.
                a.sub(POSITION_BIAS, POSITION_BIAS, 4);
            }
            a.mov(BIAS, POSITION_BIAS);
            a.moviWord(T, 1, 0);
            a.sub(S4, DISTANCE, DISTANCE, T);
        }
        a.bind(same);
    }
}
