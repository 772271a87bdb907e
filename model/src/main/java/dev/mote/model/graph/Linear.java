package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.jspecify.annotations.Nullable;

/**
 * y = x · Wᵀ + b, and what the adapters of a sequence add to it.
 *
 * @param weight [outputs, inputs]
 * @param bias [1, outputs], or none
 * @param place where adapters find it, or none if they cannot change it
 */
public record Linear(WeightMatrix weight, @Nullable FloatMatrix bias, @Nullable Place place) {
    /** A layer that adapters cannot change. */
    public Linear(WeightMatrix weight, @Nullable FloatMatrix bias) {
        this(weight, bias, null);
    }

    /** Number of outputs. */
    public int outputs() {
        return weight.rows();
    }

    /** Computes y [n, outputs] from the pass's rows x [n, inputs]. */
    public void apply(Pass pass, FloatMatrix x, FloatMatrix y) {
        pass.kernels().matmul(weight, x, y);
        finish(pass, x, y);
    }

    /** Computes y [n, outputs] from x [n, inputs] without any adapter. */
    public void apply(Kernels kernels, FloatMatrix x, FloatMatrix y) {
        kernels.matmul(weight, x, y);
        if (bias != null) {
            kernels.add(y, bias);
        }
    }

    /** Adds to y = x · Wᵀ what is added besides. */
    void finish(Pass pass, FloatMatrix x, FloatMatrix y) {
        if (bias != null) {
            pass.kernels().add(y, bias);
        }
        if (place != null) {
            pass.adapt(place, x, y);
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
        return new Linear(
                weight.rows(from, count), part, place == null ? null : place.part(from, count));
    }
}
