package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Turns a row of F32 activations into its record of bytes, scales and sums.
 *
 * <p>Slots: row, columns, record, zero point. 32 columns a turn; a turn whose columns are not all
 * there works on a copy, filled up with zeros, in 128 bytes of stack. The record is filled up to a
 * multiple of 256 columns.
 */
final class QuantiseKernel {
    private static final int COPY_BYTES = 128;

    private static final X ROW = X.X1;
    private static final X COLUMNS = X.X2;
    private static final X QUANTISED = X.X3;
    private static final X INIT = X.X4;
    private static final X INIT_16 = X.X5;
    private static final X INIT_32 = X.X6;
    private static final X SCALE = X.X7;
    private static final X SUM_16 = X.X8;
    private static final X SUM_32 = X.X9;
    private static final X PADDED = X.X10;
    private static final X SOURCE = X.X11;
    private static final X TO = X.X12;

    private static final V[] VALUES = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};
    private static final V[] LARGEST = {V.V16, V.V17, V.V18, V.V19};
    private static final V SCALE_AND_INVERSE = V.V20;
    private static final V MASK = V.V21;
    private static final V MINUS_ZERO_POINT = V.V28;
    private static final V ONES = V.V29;
    private static final V LEAST = V.V30;
    private static final V LARGEST_BYTE = V.V31;

    private final Aarch64Assembler a = new Aarch64Assembler();

    private QuantiseKernel() {}

    static byte[] assemble() {
        return new QuantiseKernel().kernel();
    }

    private byte[] kernel() {
        Label next = a.label();
        Label partial = a.label();
        Label quantise = a.label();
        Label end = a.label();

        a.sub(X.SP, X.SP, COPY_BYTES);
        locateArrays();
        a.moviByte(ONES, 1);
        a.moviWord(LEAST, 127 - 120, 0);
        a.shl(S4, LEAST, LEAST, 23); // 2^−120
        a.moviWord(LARGEST_BYTE, 127, 0);
        a.ucvtf(LARGEST_BYTE, LARGEST_BYTE);

        a.bind(next);
        a.cbz(PADDED, end);
        a.sub(PADDED, PADDED, 32);
        a.mov(SOURCE, ROW);
        a.cmp(COLUMNS, 32);
        a.b(Condition.LO, partial);
        a.sub(COLUMNS, COLUMNS, 32);
        a.add(ROW, ROW, 128);

        a.bind(quantise);
        for (int i = 0; i < 8; i += 2) {
            a.ldp(VALUES[i], VALUES[i + 1], SOURCE, 16 * i);
        }
        scaleOfGroup();
        roundValues();
        sumsOfGroup();
        a.b(next);

        a.bind(partial);
        copyRest();
        a.b(quantise);

        a.bind(end);
        a.add(X.SP, X.SP, COPY_BYTES);
        a.ret();
        return a.finish();
    }

    /** The arrays lie behind each other, all sizes are fractions of the padded column count. */
    private void locateArrays() {
        a.ldr(ROW, X.X0, 0);
        a.ldr(COLUMNS, X.X0, 8);
        a.ldr(QUANTISED, X.X0, 16);
        a.ldr(X.X13, X.X0, 24);
        a.neg(X.X13, X.X13);
        a.dupWord(MINUS_ZERO_POINT, X.X13);
        a.add(PADDED, COLUMNS, 255);
        a.lsr(PADDED, PADDED, 8);
        a.lsl(PADDED, PADDED, 8);
        a.lsr(X.X13, PADDED, 2);
        a.lsr(X.X14, PADDED, 3);
        a.add(INIT, QUANTISED, PADDED, 0);
        a.add(INIT_16, INIT, PADDED, 0);
        a.add(INIT_32, INIT_16, X.X13, 0);
        a.add(SCALE, INIT_32, X.X14, 0);
        a.add(SUM_16, SCALE, X.X14, 0);
        a.add(SUM_32, SUM_16, X.X13, 0);
    }

    /**
     * The scale, largest magnitude / 127, and its inverse in turn, both zero where the magnitude is
     * below 2^−120. Magnitudes are compared as whole numbers, so that a NaN is the largest.
     */
    private void scaleOfGroup() {
        for (int i = 0; i < 4; i++) {
            a.fabs(V.V22, VALUES[i]);
            a.fabs(V.V23, VALUES[i + 4]);
            a.umax(S4, LARGEST[i], V.V22, V.V23);
        }
        a.umax(S4, LARGEST[0], LARGEST[0], LARGEST[1]);
        a.umax(S4, LARGEST[2], LARGEST[2], LARGEST[3]);
        a.umax(S4, LARGEST[0], LARGEST[0], LARGEST[2]);
        a.umaxvWord(LARGEST[0], LARGEST[0]);
        a.dup(S4, LARGEST[0], LARGEST[0], 0);
        a.cmhs(S4, MASK, LARGEST[0], LEAST);
        a.zip1(S4, V.V22, LARGEST[0], LARGEST_BYTE);
        a.zip1(S4, V.V23, LARGEST_BYTE, LARGEST[0]);
        a.fdiv(SCALE_AND_INVERSE, V.V22, V.V23);
        a.and(SCALE_AND_INVERSE, SCALE_AND_INVERSE, MASK);
        a.strPost(S, SCALE_AND_INVERSE, SCALE, 4);
    }

    private void roundValues() {
        for (V value : VALUES) {
            a.fmul(value, value, SCALE_AND_INVERSE, 1);
            a.fcvtns(value, value);
        }
        for (int i = 0; i < 8; i += 2) {
            a.sqxtn(S4, VALUES[i], VALUES[i]);
            a.sqxtn2(S4, VALUES[i], VALUES[i + 1]);
        }
        for (int i = 0; i < 8; i += 4) {
            a.sqxtn(H8, VALUES[i], VALUES[i]);
            a.sqxtn2(H8, VALUES[i], VALUES[i + 2]);
            a.strPost(Q, VALUES[i], QUANTISED, 16);
        }
    }

    /** Sums of 4, 16 and 32 bytes, times minus the zero point or times the scale. */
    private void sumsOfGroup() {
        V fours = V.V1;
        V otherFours = V.V2;
        a.moviByte(fours, 0);
        a.moviByte(otherFours, 0);
        a.sdot(fours, VALUES[0], ONES);
        a.sdot(otherFours, VALUES[4], ONES);
        a.addp(S4, V.V3, fours, otherFours);
        a.addp(S4, V.V3, V.V3, V.V3); // sums of 16 in lanes 0 and 1
        a.addp(S4, V.V5, V.V3, V.V3); // the sum of 32
        a.mul(S4, fours, fours, MINUS_ZERO_POINT);
        a.mul(S4, otherFours, otherFours, MINUS_ZERO_POINT);
        a.strPost(Q, fours, INIT, 16);
        a.strPost(Q, otherFours, INIT, 16);
        a.mul(S4, fours, V.V3, MINUS_ZERO_POINT);
        a.strPost(D, fours, INIT_16, 8);
        a.mul(S4, fours, V.V5, MINUS_ZERO_POINT);
        a.strPost(S, fours, INIT_32, 4);
        a.scvtf(V.V3, V.V3);
        a.fmul(V.V3, V.V3, SCALE_AND_INVERSE, 0);
        a.strPost(D, V.V3, SUM_16, 8);
        a.scvtf(V.V5, V.V5);
        a.fmul(V.V5, V.V5, SCALE_AND_INVERSE, 0);
        a.strPost(S, V.V5, SUM_32, 4);
    }

    /** Copies the columns that are left, none or fewer than 32, to the stack. */
    private void copyRest() {
        Label copy = a.label();
        Label copied = a.label();
        a.moviByte(V.V0, 0);
        for (int at = 0; at < COPY_BYTES; at += 32) {
            a.stp(V.V0, V.V0, X.SP, at);
        }
        a.add(SOURCE, X.SP, 0);
        a.add(TO, X.SP, 0);
        a.bind(copy);
        a.cbz(COLUMNS, copied);
        a.ldrPost(S, V.V0, ROW, 4);
        a.strPost(S, V.V0, TO, 4);
        a.sub(COLUMNS, COLUMNS, 1);
        a.b(copy);
        a.bind(copied);
    }
}
