package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;

/**
 * Row products of the types with blocks of 32 values. Layouts are described at the codecs; each
 * block's products are summed first and scaled once.
 */
final class Block32Dots {
    private Block32Dots() {}

    static float q4Zero(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        float[] offsets = x.offsets;
        FloatVector sum = FloatVector.zero(F);
        for (int block = 0; block < k / 32; block++) {
            long at = offset + block * 18L;
            FloatVector d = FloatVector.broadcast(F, Lanes.half(w, at));
            for (int j = 0; j < 16; j += L) {
                IntVector q = Lanes.bytes(w, at + 2 + j);
                FloatVector t = FloatVector.fromArray(F, offsets, block * 16 + j);
                int i = block * 32 + j;
                t = Lanes.toFloat(q.and(15)).fma(FloatVector.fromArray(F, v, i), t);
                t =
                        Lanes.toFloat(q.lanewise(VectorOperators.LSHR, 4))
                                .fma(FloatVector.fromArray(F, v, i + 16), t);
                sum = t.fma(d, sum);
            }
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    static float q4One(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        float[] groupSums = x.groupSums;
        FloatVector sum = FloatVector.zero(F);
        float minima = 0;
        for (int block = 0; block < k / 32; block++) {
            long at = offset + block * 20L;
            FloatVector d = FloatVector.broadcast(F, Lanes.half(w, at));
            minima = Math.fma(Lanes.half(w, at + 2), groupSums[block], minima);
            for (int j = 0; j < 16; j += L) {
                IntVector q = Lanes.bytes(w, at + 4 + j);
                int i = block * 32 + j;
                FloatVector t = Lanes.toFloat(q.and(15)).mul(FloatVector.fromArray(F, v, i));
                t =
                        Lanes.toFloat(q.lanewise(VectorOperators.LSHR, 4))
                                .fma(FloatVector.fromArray(F, v, i + 16), t);
                sum = t.fma(d, sum);
            }
        }
        return sum.reduceLanes(VectorOperators.ADD) + minima;
    }

    static float q8Zero(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector sum = FloatVector.zero(F);
        for (int block = 0; block < k / 32; block++) {
            long at = offset + block * 34L;
            FloatVector d = FloatVector.broadcast(F, Lanes.half(w, at));
            for (int j = 0; j < 16; j += L) {
                int i = block * 32 + j;
                FloatVector t =
                        Lanes.toFloat(Lanes.signedBytes(w, at + 2 + j))
                                .mul(FloatVector.fromArray(F, v, i));
                t =
                        Lanes.toFloat(Lanes.signedBytes(w, at + 18 + j))
                                .fma(FloatVector.fromArray(F, v, i + 16), t);
                sum = t.fma(d, sum);
            }
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
