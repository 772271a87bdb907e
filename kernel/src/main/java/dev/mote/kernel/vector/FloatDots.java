package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.FLOAT;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.SHORT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;

/** Row products of weights that are plain floats, any number of columns. */
final class FloatDots {
    private FloatDots() {}

    static float f32(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 4L;
            s0 = Lanes.floats(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = Lanes.floats(w, at + 4L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < k; i++) {
            sum = Math.fma(w.get(FLOAT, offset + i * 4L), v[i], sum);
        }
        return sum;
    }

    static float f16(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 2L;
            s0 = Lanes.halves(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = Lanes.halves(w, at + 2L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < k; i++) {
            sum = Math.fma(Lanes.half(w, offset + i * 2L), v[i], sum);
        }
        return sum;
    }

    static float bf16(MemorySegment w, long offset, Activations x, int k) {
        float[] v = x.values;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 2L;
            s0 = Lanes.bfloats(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = Lanes.bfloats(w, at + 2L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < k; i++) {
            float weight = Float.intBitsToFloat(w.get(SHORT, offset + i * 2L) << 16);
            sum = Math.fma(weight, v[i], sum);
        }
        return sum;
    }

    /** Σ a[a0 + i] · b[b0 + i]. */
    static float arrays(float[] a, int a0, float[] b, int b0, int k) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= k - 4 * L; i += 4 * L) {
            s0 = load(a, a0 + i).fma(load(b, b0 + i), s0);
            s1 = load(a, a0 + i + L).fma(load(b, b0 + i + L), s1);
            s2 = load(a, a0 + i + 2 * L).fma(load(b, b0 + i + 2 * L), s2);
            s3 = load(a, a0 + i + 3 * L).fma(load(b, b0 + i + 3 * L), s3);
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < k; i++) {
            sum = Math.fma(a[a0 + i], b[b0 + i], sum);
        }
        return sum;
    }

    private static FloatVector load(float[] a, int index) {
        return FloatVector.fromArray(F, a, index);
    }
}
