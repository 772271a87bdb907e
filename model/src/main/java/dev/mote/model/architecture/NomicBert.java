package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.Mask;
import dev.mote.kernel.RopeTable;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.EncoderGraph;
import dev.mote.model.graph.Rope;

/**
 * Nomic Embed (arXiv:2402.01613): BERT with rotary positions, fused projections and SwiGLU, without
 * biases.
 */
final class NomicBert {
    private NomicBert() {}

    static EncoderGraph read(Blueprint model) {
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        return Bert.encoder(
                model,
                model.embedding(),
                layer ->
                        Bert.block(
                                layer,
                                layer.attention().rotated(rope).masked(new Mask.Full()).read(),
                                layer.gatedFeedForward(Activation.SILU)));
    }
}
