package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Turns a row of F32 activations into signed bytes with scales and sums, value ≈ scale · byte.
 *
 * <p>Parameters: row, columns, target, zero point of the weights. 32 columns a turn; a turn whose
 * columns are not all there works on a copy, filled up with zeros, in 128 bytes of stack. An {@link
 * ActivationLayout} says where a turn's results go.
 */
final class QuantiseKernel {
    private static final int COPY_BYTES = 128;

    private static final X PARAMETERS = X.X0;
    private static final X ROW = X.X1;
    private static final X COLUMNS = X.X2;
    private static final X PADDED = X.X3;
    private static final X SOURCE = X.X4;
    private static final X TO = X.X5;

    private static final V[] VALUES = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};
    private static final V[] LARGEST = {V.V16, V.V17, V.V18, V.V19};
    private static final V SCALE_AND_INVERSE = V.V20;
    private static final V MASK = V.V21;
    private static final V ONES = V.V29;
    private static final V LEAST = V.V30;
    private static final V LARGEST_BYTE = V.V31;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final ActivationLayout layout;

    private QuantiseKernel(ActivationLayout layout) {
        this.layout = layout;
    }

    static byte[] assemble(ActivationLayout layout) {
        return new QuantiseKernel(layout).kernel();
    }

    private byte[] kernel() {
        Label next = a.label();
        Label partial = a.label();
        Label quantise = a.label();
        Label end = a.label();

        a.sub(X.SP, X.SP, COPY_BYTES);
        a.ldr(ROW, PARAMETERS, 0);
        a.ldr(COLUMNS, PARAMETERS, 8);
        int padding = layout.columnsMultiple();
        a.add(PADDED, COLUMNS, padding - 1);
        a.lsr(PADDED, PADDED, Integer.numberOfTrailingZeros(padding));
        a.lsl(PADDED, PADDED, Integer.numberOfTrailingZeros(padding));
        layout.prepare(a, PARAMETERS, PADDED);
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
        }
    }

    private void sumsOfGroup() {
        V sum16 = V.V1;
        V sum32 = V.V2;
        a.zero(sum16);
        a.zero(sum32);
        a.sdot(sum16, VALUES[0], ONES);
        a.sdot(sum32, VALUES[4], ONES);
        a.addp(S4, sum16, sum16, sum32);
        a.addp(S4, sum16, sum16, sum16); // sums of 16 in lanes 0 and 1
        a.addp(S4, sum32, sum16, sum16);
        layout.store(a, VALUES[0], VALUES[4], SCALE_AND_INVERSE, sum16, sum32);
    }

    /** Copies the columns that are left, none or fewer than 32, to the stack. */
    private void copyRest() {
        Label copy = a.label();
        Label copied = a.label();
        a.zero(V.V0);
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
