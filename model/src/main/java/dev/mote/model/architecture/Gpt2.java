package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Residual;

import java.util.List;

/**
 * GPT-2 (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019): pre-norm
 * layer norms, learned positions, a GELU feed-forward network, biases everywhere.
 */
final class Gpt2 {
    private Gpt2() {}

    static DecoderGraph read(Blueprint model) {
        Embedding embedding = model.embedding();
        return new DecoderGraph(
                embedding.plusPositions(model.positions()),
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                        layer.layerNorm("attn_norm"), layer.attention().read()),
                                Residual.preNorm(
                                        layer.layerNorm("ffn_norm"),
                                        layer.feedForward(Activation.GELU)))),
                model.layerNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
