package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.jspecify.annotations.Nullable;

/**
 * y = x · Wᵀ + b.
 *
 * @param weight [outputs, inputs]
 * @param bias [1, outputs], or none
 */
public record Linear(WeightMatrix weight, @Nullable FloatMatrix bias) {
    /** Number of outputs. */
    public int outputs() {
        return weight.rows();
    }

    /** Computes y [n, outputs] from x [n, inputs]. */
    public void apply(Kernels kernels, FloatMatrix x, FloatMatrix y) {
        kernels.matmul(weight, x, y);
        addBias(kernels, y);
    }

    void addBias(Kernels kernels, FloatMatrix y) {
        if (bias != null) {
            kernels.add(y, bias);
        }
    }

    /** The part that computes outputs {@code from} to {@code from + count}, sharing memory. */
    public Linear outputs(int from, int count) {
        FloatMatrix part =
                bias == null
                        ? null
                        : FloatMatrix.of(
                                bias.segment()
                                        .asSlice(
                                                (long) from * Float.BYTES,
                                                (long) count * Float.BYTES),
                                1,
                                count);
        return new Linear(weight.rows(from, count), part);
    }
}
