package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.RopeTable;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.Hyperparameters;
import dev.mote.model.blueprint.LayerBlueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Residual;
import dev.mote.model.graph.Rope;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Granite 3 (github.com/ibm-granite/granite-3.0-language-models): Llama's block with four constant
 * multipliers, for embeddings, attention scores, sublayer outputs and logits (arXiv:2403.13372,
 * "power scheduler" training).
 */
final class Granite {
    private Granite() {}

    static DecoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        // Without this flag the family's position-free variant is meant.
        Rope rope =
                numbers.flag("rope.scaling.finetuned", true)
                        ? model.rope(RopeTable.Pairing.ADJACENT)
                        : null;
        float residual = multiplier(numbers, "residual_scale");
        return new DecoderGraph(
                embedding.scaled(multiplier(numbers, "embedding_scale")),
                model.layers(layer ->
                        List.of(
                                Residual.preNorm(
                                                layer.rmsNorm("attn_norm"),
                                                layer.attention()
                                                        .rotated(rope)
                                                        .scaled(attentionScale(layer))
                                                        .read())
                                        .scaled(residual),
                                Residual.preNorm(
                                                layer.rmsNorm("ffn_norm"),
                                                layer.gatedFeedForward(Activation.SILU))
                                        .scaled(residual))),
                model.rmsNorm("output_norm"),
                model.head(embedding)
                        .scaled(1 / numbers.positive("logit_scale", OptionalDouble.empty())),
                model.memory());
    }

    /** Files write 0 for a multiplier that is not used. */
    private static float multiplier(Hyperparameters numbers, String key) {
        float value = numbers.number(key, 0);
        return value == 0 ? 1 : value;
    }

    private static float attentionScale(LayerBlueprint layer) {
        float scale = layer.hyperparameters().number("attention.scale", 0);
        return scale == 0 ? (float) (1 / Math.sqrt(layer.heads().keySize())) : scale;
    }
}
