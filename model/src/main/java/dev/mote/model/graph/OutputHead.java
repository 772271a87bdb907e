package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

/**
 * Hidden states to logits: cap · tanh(scale · projection(x) / cap).
 *
 * @param scale factor on logits
 * @param softCap 0 for none
 */
public record OutputHead(Linear projection, float scale, float softCap) {
    /** The projection alone. */
    public static OutputHead of(Linear projection) {
        return new OutputHead(projection, 1, 0);
    }

    /** The same with logits multiplied by {@code factor}. */
    public OutputHead scaled(float factor) {
        return new OutputHead(projection, factor, softCap);
    }

    /** The same with logits kept within ± {@code cap}; 0 for no cap. */
    public OutputHead capped(float cap) {
        return new OutputHead(projection, scale, cap);
    }

    /** Computes logits [n, vocabulary] from hidden states [n, hiddenSize]. */
    public void apply(Pass pass, FloatMatrix hidden, FloatMatrix logits) {
        Kernels kernels = pass.kernels();
        projection.apply(pass, hidden, logits);
        if (scale != 1) {
            kernels.scale(logits, scale);
        }
        if (softCap != 0) {
            kernels.softCap(logits, softCap);
        }
    }
}
