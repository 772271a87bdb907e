package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * A token's activations for products with rows: arrays, one behind the other, so that what belongs
 * to four groups of columns is a vector. P is the column count as a multiple of 256, z the zero
 * point of the weights:
 *
 * <ul>
 *   <li>[P × int8] q
 *   <li>[P/16 × int32] −z · sum of 16 q
 *   <li>[P/32 × int32] −z · sum of 32 q
 *   <li>[P/32 × f32] scale
 *   <li>[P/16 × f32] scale · sum of 16 q
 *   <li>[P/32 × f32] scale · sum of 32 q
 * </ul>
 */
final class RecordLayout implements ActivationLayout {
    private static final X QUANTISED = X.X6;
    private static final X INIT_16 = X.X7;
    private static final X INIT_32 = X.X8;
    private static final X SCALE = X.X9;
    private static final X SUM_16 = X.X10;
    private static final X SUM_32 = X.X11;

    private static final V INIT = V.V24;
    private static final V MINUS_ZERO_POINT = V.V28;

    /** Bytes of a record, a multiple of 64. */
    static long bytes(int columns) {
        long padded = (columns + 255L) / 256 * 256;
        return (padded + padded / 2 + padded / 4 + padded / 8 + 63) / 64 * 64;
    }

    @Override
    public int columnsMultiple() {
        return 256;
    }

    @Override
    public void prepare(Aarch64Assembler a, X parameters, X padded) {
        X part = X.X12;
        a.ldr(QUANTISED, parameters, 16);
        a.ldr(part, parameters, 24);
        a.neg(part, part);
        a.dupWord(MINUS_ZERO_POINT, part);
        a.lsr(part, padded, 3);
        a.add(INIT_16, QUANTISED, padded, 0);
        a.add(INIT_32, INIT_16, part, 1);
        a.add(SCALE, INIT_32, part, 0);
        a.add(SUM_16, SCALE, part, 0);
        a.add(SUM_32, SUM_16, part, 1);
    }

    @Override
    public void store(Aarch64Assembler a, V first, V second, V scale, V sum16, V sum32) {
        a.strPost(Q, first, QUANTISED, 16);
        a.strPost(Q, second, QUANTISED, 16);
        a.mul(S4, INIT, sum16, MINUS_ZERO_POINT);
        a.strPost(D, INIT, INIT_16, 8);
        a.mul(S4, INIT, sum32, MINUS_ZERO_POINT);
        a.strPost(S, INIT, INIT_32, 4);
        a.strPost(S, scale, SCALE, 4);
        a.scvtf(sum16, sum16);
        a.fmul(sum16, sum16, scale, 0);
        a.strPost(D, sum16, SUM_16, 8);
        a.scvtf(sum32, sum32);
        a.fmul(sum32, sum32, scale, 0);
        a.strPost(S, sum32, SUM_32, 4);
    }

    /**
     * Sets registers to the distances from the first q to what belongs to the same columns.
     *
     * @param group 16 or 32, which of the sums are meant
     * @param padded register with P
     */
    static void locate(Aarch64Assembler a, int group, X padded, X toScale, X toInit, X toSum) {
        X part = Plan.SCRATCH[0];
        a.lsr(part, padded, 3);
        a.mov(toInit, padded);
        a.add(toScale, toInit, part, 1);
        if (group == 32) {
            a.mov(toInit, toScale);
        }
        a.add(toScale, toScale, part, 0);
        a.add(toSum, toScale, part, 0);
        if (group == 32) {
            a.add(toSum, toSum, part, 1);
        }
    }

    /** Distances after {@code groups} · 32 columns. */
    static void advance(Aarch64Assembler a, int group, int groups, X toScale, X toInit, X toSum) {
        int sums = group == 32 ? 28 : 24;
        a.sub(toScale, toScale, 28 * groups);
        a.sub(toInit, toInit, sums * groups);
        a.sub(toSum, toSum, sums * groups);
    }
}
