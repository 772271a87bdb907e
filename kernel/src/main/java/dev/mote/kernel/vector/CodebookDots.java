package dev.mote.kernel.vector;

import dev.mote.kernel.block.Codebooks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;

/**
 * Row products of IQ2_XXS: eight weights are one point of a codebook and seven bits of signs.
 *
 * <p>Both are looked up ready for use, the point as eight floats and the signs as eight sign bits:
 * 12 KiB of tables that stay in the level-1 cache, and per eight weights two loads, an exclusive or
 * and a multiply-add.
 */
final class CodebookDots {
    private static final VectorSpecies<Float> F8 = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> I8 = IntVector.SPECIES_256;
    private static final int POINT_COUNT = 256;
    private static final int SIGNS_COUNT = 128;

    /** Magnitudes of the points as bits of F32 [point, 8]. */
    private static final int[] POINTS = new int[POINT_COUNT * 8];

    /** Sign bits as they stand in F32 [index, 8]. */
    private static final int[] SIGNS = new int[SIGNS_COUNT * 8];

    static {
        for (int i = 0; i < POINTS.length; i++) {
            int magnitude = (int) (Codebooks.IQ2_XXS[i / 8] >>> (i % 8 * 8)) & 0xff;
            POINTS[i] = Float.floatToRawIntBits(magnitude);
        }
        for (int i = 0; i < SIGNS.length; i++) {
            SIGNS[i] = (Codebooks.evenSigns(i / 8) << (31 - i % 8)) & 0x80000000;
        }
    }

    private CodebookDots() {}

    /** Decodes whole blocks. */
    static void decode(MemorySegment w, long offset, float[] target, int out, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + block * 66L;
            float d = Float.float16ToFloat(w.get(Lanes.SHORT, at)) * 0.125f;
            for (int group = 0; group < 8; group++) {
                long packed = w.get(Lanes.LONG, at + 2 + group * 8L);
                float scale = d * (2 * (int) (packed >>> 60) + 1);
                int to = out + block * 256 + group * 32;
                for (int l = 0; l < 4; l++) {
                    int point = (int) (packed >>> (8 * l)) & 0xff;
                    int signs = (int) (packed >>> (32 + 7 * l)) & 0x7f;
                    IntVector.fromArray(I8, POINTS, point * 8)
                            .lanewise(
                                    VectorOperators.XOR, IntVector.fromArray(I8, SIGNS, signs * 8))
                            .reinterpretAsFloats()
                            .mul(scale)
                            .intoArray(target, to + l * 8);
                }
            }
        }
    }

    static void iq2Xxs(
            MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        twoRows(w, offset, stride, x.values, k, sums, 0);
        twoRows(w, offset + 2 * stride, stride, x.values, k, sums, 2);
    }

    /** Written out for the reason given at {@link Block32Dots}. */
    private static void twoRows(
            MemorySegment w, long offset, long stride, float[] v, int k, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(F8);
        FloatVector s1 = s0;
        for (int block = 0; block < k / 256; block++) {
            long at = offset + block * 66L;
            float d0 = Float.float16ToFloat(w.get(Lanes.SHORT, at)) * 0.125f;
            float d1 = Float.float16ToFloat(w.get(Lanes.SHORT, at + stride)) * 0.125f;
            for (int group = 0; group < 8; group++) {
                int in = block * 256 + group * 32;
                long p0 = w.get(Lanes.LONG, at + 2 + group * 8L);
                long p1 = w.get(Lanes.LONG, at + stride + 2 + group * 8L);
                FloatVector x0 = FloatVector.fromArray(F8, v, in + 0);
                FloatVector t0 =
                        IntVector.fromArray(I8, POINTS, (int) p0 << 3 & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p0 >>> 29) & 0x3f8))
                                .reinterpretAsFloats()
                                .mul(x0);
                FloatVector t1 =
                        IntVector.fromArray(I8, POINTS, (int) p1 << 3 & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p1 >>> 29) & 0x3f8))
                                .reinterpretAsFloats()
                                .mul(x0);
                FloatVector x1 = FloatVector.fromArray(F8, v, in + 8);
                t0 =
                        IntVector.fromArray(I8, POINTS, (int) (p0 >>> 5) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p0 >>> 36) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x1, t0);
                t1 =
                        IntVector.fromArray(I8, POINTS, (int) (p1 >>> 5) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p1 >>> 36) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x1, t1);
                FloatVector x2 = FloatVector.fromArray(F8, v, in + 16);
                t0 =
                        IntVector.fromArray(I8, POINTS, (int) (p0 >>> 13) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p0 >>> 43) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x2, t0);
                t1 =
                        IntVector.fromArray(I8, POINTS, (int) (p1 >>> 13) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p1 >>> 43) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x2, t1);
                FloatVector x3 = FloatVector.fromArray(F8, v, in + 24);
                t0 =
                        IntVector.fromArray(I8, POINTS, (int) (p0 >>> 21) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p0 >>> 50) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x3, t0);
                t1 =
                        IntVector.fromArray(I8, POINTS, (int) (p1 >>> 21) & 0x7f8)
                                .lanewise(
                                        VectorOperators.XOR,
                                        IntVector.fromArray(I8, SIGNS, (int) (p1 >>> 50) & 0x3f8))
                                .reinterpretAsFloats()
                                .fma(x3, t1);
                float f0 = d0 * (2 * (int) (p0 >>> 60) + 1);
                float f1 = d1 * (2 * (int) (p1 >>> 60) + 1);
                s0 = t0.fma(FloatVector.broadcast(F8, f0), s0);
                s1 = t1.fma(FloatVector.broadcast(F8, f1), s1);
            }
        }
        sums[to] = Lanes.sumOfEight(s0);
        sums[to + 1] = Lanes.sumOfEight(s1);
    }
}
