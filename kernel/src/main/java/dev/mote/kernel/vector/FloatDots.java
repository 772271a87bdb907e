package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;

/** Row products of weights that are plain floats, any number of columns. */
final class FloatDots {
    private FloatDots() {}

    static void f32(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = f32(w, offset + row * stride, x.values, k);
        }
    }

    private static float f32(MemorySegment w, long offset, float[] v, int k) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 4L;
            s0 = EncodedRows.floats(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = EncodedRows.floats(w, at + 4L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = Lanes.sum(s0.add(s1));
        for (; i < k; i++) {
            long at = offset + i * 4L;
            sum = Math.fma(EncodedRows.float32(w, at), v[i], sum);
        }
        return sum;
    }

    static void f16(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = f16(w, offset + row * stride, x.values, k);
        }
    }

    private static float f16(MemorySegment w, long offset, float[] v, int k) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 2L;
            s0 = EncodedRows.halves(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = EncodedRows.halves(w, at + 2L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = Lanes.sum(s0.add(s1));
        for (; i < k; i++) {
            long at = offset + i * 2L;
            sum = Math.fma(EncodedRows.half(w, at), v[i], sum);
        }
        return sum;
    }

    static void bf16(
            MemorySegment w, long offset, long stride, Activations x, int k, float[] sums) {
        for (int row = 0; row < RowDot.ROWS; row++) {
            sums[row] = bf16(w, offset + row * stride, x.values, k);
        }
    }

    private static float bf16(MemorySegment w, long offset, float[] v, int k) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= k - 2 * L; i += 2 * L) {
            long at = offset + i * 2L;
            s0 = EncodedRows.bfloats(w, at).fma(FloatVector.fromArray(F, v, i), s0);
            s1 = EncodedRows.bfloats(w, at + 2L * L).fma(FloatVector.fromArray(F, v, i + L), s1);
        }
        float sum = Lanes.sum(s0.add(s1));
        for (; i < k; i++) {
            long at = offset + i * 2L;
            sum = Math.fma(EncodedRows.bfloat(w, at), v[i], sum);
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
        float sum = Lanes.sum(s0.add(s1).add(s2.add(s3)));
        for (; i < k; i++) {
            sum = Math.fma(a[a0 + i], b[b0 + i], sum);
        }
        return sum;
    }

    private static FloatVector load(float[] a, int index) {
        return FloatVector.fromArray(F, a, index);
    }
}
