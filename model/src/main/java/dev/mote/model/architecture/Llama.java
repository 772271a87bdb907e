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
 * Llama 1 to 3, Mistral, SmolLM and their kin (arXiv:2302.13971, arXiv:2407.21783): pre-norm RMS,
 * rotary positions, grouped-query attention, SwiGLU; Mixtral's experts (arXiv:2401.04088) where the
 * file has them.
 *
 * <p>GGUF stores the rows of query and key projections so that rotated pairs are neighbours.
 */
final class Llama {
    private Llama() {}

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.ADJACENT);
        boolean sparse = model.hyperparameters().expertCount() > 0;
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention().rotated(rope).read()),
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
