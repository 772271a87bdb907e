package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

/** What a block computes before it is added to the residual stream: attention, feed-forward, … */
public interface Sublayer {
    /**
     * Computes {@code out} from {@code in}; both are [n, hiddenSize] and do not overlap.
     *
     * @param out overwritten
     */
    void apply(Pass pass, FloatMatrix in, FloatMatrix out);
}
