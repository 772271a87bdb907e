package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;

/** Row products of the K-quants, blocks of 256 values; layouts are described at the codecs. */
final class Block256Dots {
    private Block256Dots() {}

    static void q4K(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = q4K(w, offset + row * stride, x, k);
        }
    }

    static void q5K(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = q5K(w, offset + row * stride, x, k);
        }
    }

    static void q6K(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = q6K(w, offset + row * stride, x, k);
        }
    }

    private static float q4K(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector sum = FloatVector.zero(F);
        float minima = 0;
        for (int block = 0; block < k / 256; block++) {
            long at = offset + block * 144L;
            float d = EncodedRows.half(w, at);
            long scales = scales(w, at + 4);
            minima -= EncodedRows.half(w, at + 2) * minima(w, at + 4, x.groupSums, block * 8);
            for (int pair = 0; pair < 4; pair++) {
                FloatVector low = FloatVector.zero(F);
                FloatVector high = low;
                int i = block * 256 + pair * 64;
                for (int j = 0; j < 32; j += L) {
                    IntVector q = EncodedRows.bytes(w, at + 16 + pair * 32L + j);
                    low = Lanes.toFloat(q.and(15)).fma(FloatVector.fromArray(F, v, i + j), low);
                    high =
                            Lanes.toFloat(q.lanewise(VectorOperators.LSHR, 4))
                                    .fma(FloatVector.fromArray(F, v, i + j + 32), high);
                }
                sum = low.fma(FloatVector.broadcast(F, d * byteOf(scales, pair * 2)), sum);
                sum = high.fma(FloatVector.broadcast(F, d * byteOf(scales, pair * 2 + 1)), sum);
            }
        }
        return Lanes.sum(sum) + minima;
    }

    private static float q5K(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector sum = FloatVector.zero(F);
        float minima = 0;
        for (int block = 0; block < k / 256; block++) {
            long at = offset + block * 176L;
            float d = EncodedRows.half(w, at);
            long scales = scales(w, at + 4);
            minima -= EncodedRows.half(w, at + 2) * minima(w, at + 4, x.groupSums, block * 8);
            for (int j = 0; j < 32; j += L) {
                // Bit 4 of the fifths is the fifth bit of the low group, bit 5 of the high one.
                IntVector fifths =
                        EncodedRows.bytes(w, at + 16 + j).lanewise(VectorOperators.LSHL, 4);
                for (int pair = 0; pair < 4; pair++) {
                    IntVector q = EncodedRows.bytes(w, at + 48 + pair * 32L + j);
                    int i = block * 256 + pair * 64 + j;
                    FloatVector low =
                            Lanes.toFloat(q.and(15).or(fifths.and(16)))
                                    .mul(FloatVector.fromArray(F, v, i));
                    fifths = fifths.lanewise(VectorOperators.LSHR, 1);
                    FloatVector high =
                            Lanes.toFloat(q.lanewise(VectorOperators.LSHR, 4).or(fifths.and(16)))
                                    .mul(FloatVector.fromArray(F, v, i + 32));
                    fifths = fifths.lanewise(VectorOperators.LSHR, 1);
                    sum = low.fma(FloatVector.broadcast(F, d * byteOf(scales, pair * 2)), sum);
                    sum = high.fma(FloatVector.broadcast(F, d * byteOf(scales, pair * 2 + 1)), sum);
                }
            }
        }
        return Lanes.sum(sum) + minima;
    }

    private static float q6K(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector sum = FloatVector.zero(F);
        for (int block = 0; block < k / 256; block++) {
            long at = offset + block * 210L;
            float d = EncodedRows.half(w, at + 208);
            for (int half = 0; half < 2; half++) {
                long scales = EncodedRows.int64(w, at + 192 + half * 8L);
                for (int j = 0; j < 32; j += L) {
                    IntVector q0 = EncodedRows.bytes(w, at + half * 64L + j);
                    IntVector q1 = EncodedRows.bytes(w, at + half * 64L + 32 + j);
                    IntVector high = EncodedRows.bytes(w, at + 128 + half * 32L + j);
                    int i = block * 256 + half * 128 + j;
                    int scale = j >> 4;
                    IntVector q = q0.and(15).or(high.lanewise(VectorOperators.LSHL, 4).and(48));
                    sum =
                            ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                                    .mul(FloatVector.fromArray(F, v, i))
                                    .fma(
                                            FloatVector.broadcast(
                                                    F, d * (byte) (scales >> (8 * scale))),
                                            sum);
                    q = q1.and(15).or(high.lanewise(VectorOperators.LSHL, 2).and(48));
                    sum =
                            ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                                    .mul(FloatVector.fromArray(F, v, i + 32))
                                    .fma(
                                            FloatVector.broadcast(
                                                    F, d * (byte) (scales >> (8 * (scale + 2)))),
                                            sum);
                    q = q0.lanewise(VectorOperators.LSHR, 4).or(high.and(48));
                    sum =
                            ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                                    .mul(FloatVector.fromArray(F, v, i + 64))
                                    .fma(
                                            FloatVector.broadcast(
                                                    F, d * (byte) (scales >> (8 * (scale + 4)))),
                                            sum);
                    q =
                            q1.lanewise(VectorOperators.LSHR, 4)
                                    .or(high.lanewise(VectorOperators.LSHR, 2).and(48));
                    sum =
                            ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                                    .mul(FloatVector.fromArray(F, v, i + 96))
                                    .fma(
                                            FloatVector.broadcast(
                                                    F, d * (byte) (scales >> (8 * (scale + 6)))),
                                            sum);
                }
            }
        }
        return Lanes.sum(sum);
    }

    /**
     * The eight 6-bit scales of Q4_K and Q5_K as bytes.
     *
     * @param at the twelve packed bytes
     */
    private static long scales(MemorySegment w, long at) {
        int first = EncodedRows.int32(w, at);
        int third = EncodedRows.int32(w, at + 8);
        int high = (third & 0x0f0f0f0f) | (((first >>> 6) & 0x03030303) << 4);
        return (first & 0x3f3f3f3fL) | ((long) high << 32);
    }

    /** Σ minimum[g] · groupSums[from + g] over the eight groups of a block. */
    private static float minima(MemorySegment w, long at, float[] groupSums, int from) {
        int second = EncodedRows.int32(w, at + 4);
        int third = EncodedRows.int32(w, at + 8);
        int high = ((third >>> 4) & 0x0f0f0f0f) | (((second >>> 6) & 0x03030303) << 4);
        long minima = (second & 0x3f3f3f3fL) | ((long) high << 32);
        float sum = 0;
        for (int group = 0; group < 8; group++) {
            sum = Math.fma(byteOf(minima, group), groupSums[from + group], sum);
        }
        return sum;
    }

    private static int byteOf(long bytes, int index) {
        return (int) (bytes >>> (8 * index)) & 0xff;
    }
}
