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
 * Gemma (arXiv:2403.08295): embeddings scaled by √hiddenSize, GELU in the gated feed-forward
 * network, output tied to the embeddings.
 *
 * <p>GGUF stores norm weights with the 1 that Gemma adds to them.
 */
final class Gemma {
    private Gemma() {}

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        return new DecoderGraph(
                embedding.scaled(embeddingScale(embedding)),
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention().rotated(rope).read()),
                                Residual.preNorm(
                                        layer.rmsNorm("ffn_norm"),
                                        layer.gatedFeedForward(Activation.GELU)))),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }

    static float embeddingScale(Embedding embedding) {
        return (float) Math.sqrt(embedding.hiddenSize());
    }
}
