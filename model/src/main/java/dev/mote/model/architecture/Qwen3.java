package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.RopeTable;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Residual;
import dev.mote.model.graph.Rope;

import java.util.List;

/**
 * Qwen3 (arXiv:2505.09388): Qwen2 without biases, with each head's queries and keys normalised; the
 * sparse members of the family replace the feed-forward network by experts.
 */
final class Qwen3 {
    private Qwen3() {}

    static DecoderGraph read(Blueprint model) {
        return read(model, false);
    }

    static DecoderGraph readSparse(Blueprint model) {
        return read(model, true);
    }

    private static DecoderGraph read(Blueprint model, boolean sparse) {
        // Converted rerankers repeat two rows of the token embeddings, those of "yes" and "no".
        model.ignore("cls.output.weight");
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention().normedHeads().rotated(rope).read()),
                                Residual.preNorm(
                                        layer.rmsNorm("ffn_norm"),
                                        sparse
                                                ? layer.experts(Activation.SILU)
                                                : layer.gatedFeedForward(Activation.SILU)))),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
