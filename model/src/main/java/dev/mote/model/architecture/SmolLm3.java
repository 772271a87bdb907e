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
 * SmolLM3 (huggingface.co/blog/smollm3): Llama's block, with no rotation at all in every fourth
 * layer (NoPE, arXiv:2501.18795).
 */
final class SmolLm3 {
    private SmolLm3() {}

    private static final int UNROTATED_PERIOD = 4;

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.ADJACENT);
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention()
                                                .rotated(isRotated(layer.index()) ? rope : null)
                                                .read()),
                                Residual.preNorm(
                                        layer.rmsNorm("ffn_norm"),
                                        layer.gatedFeedForward(Activation.SILU)))),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }

    private static boolean isRotated(int layer) {
        return (layer + 1) % UNROTATED_PERIOD != 0;
    }
}
