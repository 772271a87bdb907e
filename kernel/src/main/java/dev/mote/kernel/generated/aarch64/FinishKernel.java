package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

/** Joins the outputs that parts of the keys have, and divides them by the sums of exponentials. */
final class FinishKernel {
    private static final X PARAMETERS = X.X0;
    private static final X OUTPUT = X.X1;
    private static final X OUTPUT_BYTES = X.X2;
    private static final X PARTS = X.X3;
    private static final X ROWS = X.X4;
    private static final X SIZE = X.X5;
    private static final X STATE = X.X6;
    private static final X STATE_BYTES = X.X7;
    private static final X TARGET = X.X8;
    private static final X POSITION_TARGET = X.X9;
    private static final X ROWS_OF_POSITION = X.X10;
    private static final X PART_STATE = X.X11;
    private static final X PART_OUTPUT = X.X12;
    private static final X PARTS_LEFT = X.X13;
    private static final X COUNT = X.X14;
    private static final X ELEMENT = X.X15;
    private static final X TEMP = X.X16;

    private static final V NOTHING = V.V0;
    private static final V LARGEST = V.V1;
    private static final V SUM = V.V2;
    private static final V WEIGHT = V.V3;
    private static final V SCALE = V.V4;
    private static final V TOTAL = V.V5;
    private static final V T = V.V6;
    private static final V ONE = V.V7;

    private final Aarch64Assembler a = new Aarch64Assembler();

    private FinishKernel() {}

    static byte[] assemble() {
        return new FinishKernel().kernel();
    }

    private byte[] kernel() {
        a.ldr(OUTPUT, PARAMETERS, 0);
        a.ldr(OUTPUT_BYTES, PARAMETERS, 8);
        a.ldr(PARTS, PARAMETERS, 16);
        a.ldr(ROWS, PARAMETERS, 24);
        a.ldr(SIZE, PARAMETERS, 32);
        a.ldr(STATE, PARAMETERS, 40);
        a.ldr(STATE_BYTES, PARAMETERS, 48);
        a.ldr(TARGET, PARAMETERS, 56);
        a.ldr(ROWS_OF_POSITION, PARAMETERS, 72);
        a.mov(POSITION_TARGET, TARGET);
        Functions functions = new Functions(a);
        functions.all(NOTHING, Float.NEGATIVE_INFINITY);
        a.fmov(ONE, 1);
        Strip.repeat(a, ROWS, () -> row(functions));
        a.ret();
        return a.finish();
    }

    private void row(Functions functions) {
        a.mov(LARGEST, NOTHING);
        eachPart(() -> {
            a.ld1rWord(T, PART_STATE);
            a.fmaxnm(LARGEST, LARGEST, T);
        });
        SoftmaxKernel.zeroForNothing(a, T, LARGEST, NOTHING); // where no key was visible
        a.mov(LARGEST, T);
        a.zero(SUM);
        eachPart(() -> {
            a.ld1rWord(WEIGHT, PART_STATE);
            a.fsub(WEIGHT, WEIGHT, LARGEST);
            functions.exp(WEIGHT);
            a.str(S, WEIGHT, PART_STATE, 8);
            a.add(TEMP, PART_STATE, 4);
            a.ld1rWord(T, TEMP);
            a.fmla(SUM, WEIGHT, T);
        });
        a.fdiv(SCALE, ONE, SUM);
        a.fcmeqZero(T, SUM);
        a.mvn(T, T);
        a.and(SCALE, SCALE, T);
        a.mov(COUNT, SIZE);
        a.mov(ELEMENT, OUTPUT);
        Strip.values(a, COUNT, this::join);
        a.add(STATE, STATE, 16);
        a.add(OUTPUT, OUTPUT, SIZE, 2);
        nextRow();
    }

    private void eachPart(Runnable body) {
        a.mov(PART_STATE, STATE);
        a.mov(PARTS_LEFT, PARTS);
        Strip.repeat(
                a,
                PARTS_LEFT,
                () -> {
                    body.run();
                    a.add(PART_STATE, PART_STATE, STATE_BYTES, 0);
                });
    }

    private void join(Width width) {
        a.zero(TOTAL);
        a.mov(PART_OUTPUT, ELEMENT);
        eachPart(() -> {
            a.ldr(width, T, PART_OUTPUT, 0);
            a.ldr(S, WEIGHT, PART_STATE, 8);
            a.fmla(TOTAL, T, WEIGHT, 0);
            a.add(PART_OUTPUT, PART_OUTPUT, OUTPUT_BYTES, 0);
        });
        a.fmul(TOTAL, TOTAL, SCALE);
        a.strPost(width, TOTAL, TARGET, Strip.bytes(width));
        a.add(ELEMENT, ELEMENT, Strip.bytes(width));
    }

    private void nextRow() {
        Label same = a.label();
        a.subs(ROWS_OF_POSITION, ROWS_OF_POSITION, 1);
        a.b(Condition.NE, same);
        a.ldr(ROWS_OF_POSITION, PARAMETERS, 72);
        a.ldr(TEMP, PARAMETERS, 64);
        a.add(TARGET, POSITION_TARGET, TEMP, 0);
        a.mov(POSITION_TARGET, TARGET);
        a.bind(same);
    }
}
