package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Mask;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.LayerBlueprint;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.EncoderGraph;
import dev.mote.model.graph.NormedResidual;
import dev.mote.model.graph.Pooling;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Sublayer;

import java.util.List;
import java.util.function.Function;

/**
 * BERT (arXiv:1810.04805) and the sentence encoders built on it: learned positions, attention in
 * both directions, norms after the residual connection.
 */
final class Bert {
    private Bert() {}

    static EncoderGraph read(Blueprint model) {
        return encoder(
                model,
                model.embedding().plusPositions(model.positions()),
                layer ->
                        block(
                                layer,
                                layer.attention().masked(new Mask.Full()).read(),
                                layer.feedForward(Activation.GELU)));
    }

    /** The frame the family shares: segment and norm of the embeddings, no final norm. */
    static EncoderGraph encoder(
            Blueprint model,
            Embedding embedding,
            Function<LayerBlueprint, List<? extends Step>> layers) {
        FloatMatrix type = model.tokenType();
        boolean ranks = model.hyperparameters().ranks();
        return new EncoderGraph(
                (type == null ? embedding : embedding.plusType(type))
                        .normed(model.layerNorm("token_embd_norm")),
                model.layers(layers),
                null,
                ranks ? Pooling.FIRST : model.hyperparameters().pooling(),
                List.of(),
                ranks ? model.classifier() : null,
                model.memory());
    }

    /** Attention and feed-forward network, each followed by its norm. */
    static List<Step> block(LayerBlueprint layer, Sublayer attention, Sublayer feedForward) {
        return List.of(
                new NormedResidual(attention, layer.layerNorm("attn_output_norm")),
                new NormedResidual(feedForward, layer.layerNorm("layer_output_norm")));
    }
}
