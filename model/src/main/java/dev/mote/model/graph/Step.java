package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

/** One step of a network: changes the residual stream in place. */
public interface Step {
    /**
     * Applies the step.
     *
     * @param stream [n, hiddenSize]
     */
    void apply(Pass pass, FloatMatrix stream);
}
