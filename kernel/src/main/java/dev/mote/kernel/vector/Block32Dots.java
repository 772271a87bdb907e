package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.EncodedRows.B;
import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.I;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;

/**
 * Row products of the types with blocks of 32 values. Layouts are described at the codecs; each
 * block's products are summed first and scaled once.
 *
 * <p>The four rows are written out, without methods of our own for what they share: beyond a node
 * count that the first rows already reach, C2 inlines nothing but the Vector API itself, and a
 * vector passed to a method that is not inlined is an object.
 */
final class Block32Dots {

    private Block32Dots() {}

    static void q4Zero(
            MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        float[] v = x.values;
        float[] offsets = x.offsets;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int block = 0; block < k / 32; block++) {
            long at0 = offset + block * 18L;
            long at1 = at0 + stride;
            long at2 = at1 + stride;
            long at3 = at2 + stride;
            FloatVector d0 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at0)));
            FloatVector d1 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at1)));
            FloatVector d2 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at2)));
            FloatVector d3 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at3)));
            for (int j = 0; j < 16; j += L) {
                FloatVector x0 = FloatVector.fromArray(F, v, block * 32 + j);
                FloatVector x1 = FloatVector.fromArray(F, v, block * 32 + j + 16);
                FloatVector start = FloatVector.fromArray(F, offsets, block * 16 + j);
                IntVector q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at0 + 2 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                FloatVector t =
                        ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).fma(x0, start);
                t = ((FloatVector) q.convert(VectorOperators.I2F, 0)).fma(x1, t);
                s0 = t.fma(d0, s0);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at1 + 2 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).fma(x0, start);
                t = ((FloatVector) q.convert(VectorOperators.I2F, 0)).fma(x1, t);
                s1 = t.fma(d1, s1);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at2 + 2 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).fma(x0, start);
                t = ((FloatVector) q.convert(VectorOperators.I2F, 0)).fma(x1, t);
                s2 = t.fma(d2, s2);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at3 + 2 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).fma(x0, start);
                t = ((FloatVector) q.convert(VectorOperators.I2F, 0)).fma(x1, t);
                s3 = t.fma(d3, s3);
            }
        }
        sums[0] = Lanes.sum(s0);
        sums[1] = Lanes.sum(s1);
        sums[2] = Lanes.sum(s2);
        sums[3] = Lanes.sum(s3);
    }

    static void q4One(
            MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        float[] v = x.values;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int block = 0; block < k / 32; block++) {
            long at0 = offset + block * 20L;
            long at1 = at0 + stride;
            long at2 = at1 + stride;
            long at3 = at2 + stride;
            FloatVector d0 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at0)));
            FloatVector d1 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at1)));
            FloatVector d2 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at2)));
            FloatVector d3 =
                    FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at3)));
            for (int j = 0; j < 16; j += L) {
                FloatVector x0 = FloatVector.fromArray(F, v, block * 32 + j);
                FloatVector x1 = FloatVector.fromArray(F, v, block * 32 + j + 16);
                IntVector q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at0 + 4 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                FloatVector t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).mul(x0);
                t =
                        ((FloatVector)
                                        q.lanewise(VectorOperators.LSHR, 4)
                                                .convert(VectorOperators.I2F, 0))
                                .fma(x1, t);
                s0 = t.fma(d0, s0);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at1 + 4 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).mul(x0);
                t =
                        ((FloatVector)
                                        q.lanewise(VectorOperators.LSHR, 4)
                                                .convert(VectorOperators.I2F, 0))
                                .fma(x1, t);
                s1 = t.fma(d1, s1);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at2 + 4 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).mul(x0);
                t =
                        ((FloatVector)
                                        q.lanewise(VectorOperators.LSHR, 4)
                                                .convert(VectorOperators.I2F, 0))
                                .fma(x1, t);
                s2 = t.fma(d2, s2);
                q =
                        (IntVector)
                                ByteVector.fromMemorySegment(B, w, at3 + 4 + j, LE)
                                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                t = ((FloatVector) q.and(15).convert(VectorOperators.I2F, 0)).mul(x0);
                t =
                        ((FloatVector)
                                        q.lanewise(VectorOperators.LSHR, 4)
                                                .convert(VectorOperators.I2F, 0))
                                .fma(x1, t);
                s3 = t.fma(d3, s3);
            }
        }
        sums[0] = Lanes.sum(s0);
        sums[1] = Lanes.sum(s1);
        sums[2] = Lanes.sum(s2);
        sums[3] = Lanes.sum(s3);
        for (int row = 0; row < RowDot.ROWS; row++) {
            long at = offset + row * stride + 2;
            for (int block = 0; block < k / 32; block++) {
                float minimum = EncodedRows.half(w, at + block * 20L);
                sums[row] = Math.fma(minimum, x.groupSums[block], sums[row]);
            }
        }
    }

    /**
     * One row after the other: four at a time would read memory in four places, which here, where a
     * weight takes the most bytes, costs more than sharing the activations' loads gains.
     */
    static void q8Zero(
            MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = q8Zero(w, offset + row * stride, x.values, k);
        }
    }

    private static float q8Zero(MemorySegment w, long offset, float[] v, int k) {
        FloatVector sum = FloatVector.zero(F);
        for (int block = 0; block < k / 32; block++) {
            long at = offset + block * 34L;
            FloatVector d = FloatVector.broadcast(F, Float.float16ToFloat(w.get(Lanes.SHORT, at)));
            for (int j = 0; j < 16; j += L) {
                FloatVector t =
                        ((FloatVector)
                                        ByteVector.fromMemorySegment(B, w, at + 2 + j, LE)
                                                .convertShape(VectorOperators.B2F, F, 0))
                                .mul(FloatVector.fromArray(F, v, block * 32 + j));
                t =
                        ((FloatVector)
                                        ByteVector.fromMemorySegment(B, w, at + 18 + j, LE)
                                                .convertShape(VectorOperators.B2F, F, 0))
                                .fma(FloatVector.fromArray(F, v, block * 32 + j + 16), t);
                sum = t.fma(d, sum);
            }
        }
        return Lanes.sum(sum);
    }
}
