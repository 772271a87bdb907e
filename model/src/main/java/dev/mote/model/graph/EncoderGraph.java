package dev.mote.model.graph;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A text encoder: embedding, steps, final norm; then pooling and dense heads, or a classifier.
 *
 * @param outputNorm of token states, or none
 * @param pooling how token states become one vector
 * @param dense applied to that vector in order
 * @param classifier what judges pairs of texts instead, in a cross-encoder
 * @param memory what the steps need while they run
 */
public record EncoderGraph(
        Embedding embedding,
        List<Step> steps,
        @Nullable Norm outputNorm,
        Pooling pooling,
        List<Linear> dense,
        @Nullable Classifier classifier,
        MemoryPlan memory) {
    /** Copies the lists. */
    public EncoderGraph {
        steps = List.copyOf(steps);
        dense = List.copyOf(dense);
    }

    /** Width of embeddings. */
    public int embeddingSize() {
        return dense.isEmpty() ? embedding.hiddenSize() : dense.getLast().outputs();
    }
}
