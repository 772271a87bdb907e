package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.Mask;
import dev.mote.kernel.RopeTable;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.HeadLayout;
import dev.mote.model.blueprint.Hyperparameters;
import dev.mote.model.blueprint.LayerBlueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Residual;
import dev.mote.model.graph.Rope;

import java.util.List;
import java.util.OptionalInt;

/**
 * Gemma 2 (arXiv:2408.00118): Gemma with norms before and after each sublayer, every other layer
 * limited to a sliding window, attention scores and logits soft-capped.
 */
final class Gemma2 {
    private Gemma2() {}

    private static final int LAYERS_OF_27B = 46;

    static DecoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        Rope rope = model.rope(RopeTable.Pairing.HALVES);
        Mask window =
                new Mask.CausalWindow(
                        numbers.integer(
                                "attention.sliding_window",
                                1,
                                Integer.MAX_VALUE,
                                OptionalInt.of(4096)));
        float scoreCap = numbers.number("attn_logit_softcapping", 50);
        return new DecoderGraph(
                embedding.scaled(Gemma.embeddingScale(embedding)),
                model.layers(layer ->
                        List.of(
                                Residual.sandwich(
                                        layer.rmsNorm("attn_norm"),
                                        layer.attention()
                                                .rotated(rope)
                                                .scaled(attentionScale(layer, LAYERS_OF_27B))
                                                .capped(scoreCap)
                                                .masked(
                                                        numbers.isLocal(layer.index(), 2)
                                                                ? window
                                                                : new Mask.Causal())
                                                .read(),
                                        layer.rmsNorm("post_attention_norm")),
                                Residual.sandwich(
                                        layer.rmsNorm("ffn_norm"),
                                        layer.gatedFeedForward(Activation.GELU),
                                        layer.rmsNorm("post_ffw_norm")))),
                model.rmsNorm("output_norm"),
                model.head(embedding).capped(numbers.number("final_logit_softcapping", 30)),
                model.memory());
    }

    /**
     * 1/√keySize, but 1/√(hiddenSize/heads) in the largest model of a generation, which files tell
     * only by its number of layers.
     */
    static float attentionScale(LayerBlueprint layer, int layersOfLargest) {
        Hyperparameters numbers = layer.hyperparameters();
        HeadLayout heads = layer.heads();
        int divisor =
                numbers.layerCount() == layersOfLargest
                        ? numbers.hiddenSize() / heads.count()
                        : heads.keySize();
        return numbers.number("attention.scale", (float) (1 / Math.sqrt(divisor)));
    }
}
