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
 * LFM2 (arXiv:2511.23404): gated short convolutions, with grouped-query attention in a few layers
 * only, told by a key/value head count above zero.
 */
final class Lfm2 {
    private Lfm2() {}

    private static final int TAPS_MAX = 64;

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        int taps = model.hyperparameters().integer("shortconv.l_cache", 2, TAPS_MAX);
        return new DecoderGraph(
                embedding,
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.rmsNorm("attn_norm"),
                                        layer.heads().kvCount() > 0
                                                ? layer.attention()
                                                        .normedHeads()
                                                        .rotated(rope)
                                                        .read()
                                                : layer.shortConvolution(taps)),
                                Residual.preNorm(
                                        layer.rmsNorm("ffn_norm"),
                                        layer.gatedFeedForward(Activation.SILU)))),
                // The files name the final norm after the embeddings.
                model.rmsNorm("token_embd_norm"),
                model.head(embedding),
                model.memory());
    }
}
