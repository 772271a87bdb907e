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
 * Phi-3, Phi-3.5 and Phi-4-mini (arXiv:2404.14219, arXiv:2503.01743): Llama's block with fused
 * projections, gate first in the feed-forward matrix, and LongRoPE in the long-context models.
 *
 * <p>A sliding window in the metadata is not applied: files hold values for it that do not match
 * the models, and other runtimes ignore it too.
 */
final class Phi3 {
    private Phi3() {}

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
                                        layer.fusedGatedFeedForward(Activation.SILU)))),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
