package dev.mote.model.graph;

import java.util.List;

/**
 * A causal language model: embedding, steps, final norm, output head.
 *
 * @param memory what a sequence remembers for the steps
 */
public record DecoderGraph(
        Embedding embedding,
        List<Step> steps,
        Norm outputNorm,
        OutputHead head,
        MemoryPlan memory) {
    /** Copies the steps. */
    public DecoderGraph {
        steps = List.copyOf(steps);
    }
}
