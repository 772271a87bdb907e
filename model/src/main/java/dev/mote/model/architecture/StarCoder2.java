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
 * StarCoder2 (arXiv:2402.19173): GPT-2's layer norms, biases and GELU with rotary positions and
 * grouped-query attention.
 */
final class StarCoder2 {
    private StarCoder2() {}

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.layerNorm("attn_norm"),
                                        layer.attention().rotated(rope).read()),
                                Residual.preNorm(
                                        layer.layerNorm("ffn_norm"),
                                        layer.feedForward(Activation.GELU)))),
                model.layerNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
