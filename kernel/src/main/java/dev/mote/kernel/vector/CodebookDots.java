package dev.mote.kernel.vector;

import dev.mote.kernel.block.Codebooks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;

/**
 * Row product of IQ2_XXS: eight weights are one point of a codebook and seven bits of signs.
 *
 * <p>Both are looked up ready for use, the point as eight floats and the signs as eight sign bits:
 * 12 KiB of tables that stay in the level-1 cache, and per eight weights two loads, an exclusive or
 * and a multiply-add.
 */
final class CodebookDots {
    private static final VectorSpecies<Float> F8 = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> I8 = IntVector.SPECIES_256;
    private static final int[] POINTS = new int[256 * 8];
    private static final int[] SIGNS = new int[128 * 8];

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

    static float iq2Xxs(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector sum = FloatVector.zero(F8);
        for (int block = 0; block < k / 256; block++) {
            long at = offset + block * 66L;
            float d = Lanes.half(w, at) * 0.125f;
            for (int group = 0; group < 8; group++) {
                long packed = w.get(Lanes.LONG, at + 2 + group * 8L);
                int points = (int) packed;
                int signs = (int) (packed >>> 32);
                int i = block * 256 + group * 32;
                FloatVector t = signed(points, signs).mul(FloatVector.fromArray(F8, v, i));
                t = signed(points >>> 8, signs >>> 7).fma(FloatVector.fromArray(F8, v, i + 8), t);
                t =
                        signed(points >>> 16, signs >>> 14)
                                .fma(FloatVector.fromArray(F8, v, i + 16), t);
                t =
                        signed(points >>> 24, signs >>> 21)
                                .fma(FloatVector.fromArray(F8, v, i + 24), t);
                sum = t.fma(FloatVector.broadcast(F8, d * (2 * (signs >>> 28) + 1)), sum);
            }
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static FloatVector signed(int point, int signs) {
        return IntVector.fromArray(I8, POINTS, (point & 255) << 3)
                .lanewise(VectorOperators.XOR, IntVector.fromArray(I8, SIGNS, (signs & 127) << 3))
                .reinterpretAsFloats();
    }
}
