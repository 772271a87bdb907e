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
 * Qwen2 and Qwen2.5 (arXiv:2407.10671): Llama's block with biases on queries, keys and values, and
 * rotated pairs a half head apart.
 */
final class Qwen2 {
    private Qwen2() {}

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention().rotated(rope).read()),
                                Residual.preNorm(
                                        layer.rmsNorm("ffn_norm"),
                                        layer.gatedFeedForward(Activation.SILU)))),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
