package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.jspecify.annotations.Nullable;

/** Normalisation with learned weights; input and output may be the same matrix. */
public sealed interface Norm {
    /** y = norm(x), row by row. */
    void apply(Kernels kernels, FloatMatrix x, FloatMatrix y);

    /** Root mean square norm (arXiv:1910.07467), over groups as wide as the weight. */
    record RootMeanSquare(FloatMatrix weight, float epsilon) implements Norm {
        @Override
        public void apply(Kernels kernels, FloatMatrix x, FloatMatrix y) {
            kernels.rmsNorm(x, weight, epsilon, y);
        }
    }

    /** Layer norm (arXiv:1607.06450). */
    record Layer(FloatMatrix weight, @Nullable FloatMatrix bias, float epsilon) implements Norm {
        @Override
        public void apply(Kernels kernels, FloatMatrix x, FloatMatrix y) {
            kernels.layerNorm(x, weight, bias, epsilon, y);
        }
    }
}
