package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.Mask;
import dev.mote.kernel.RopeTable;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.Hyperparameters;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Residual;
import dev.mote.model.graph.Rope;
import dev.mote.model.graph.Step;

import java.util.List;
import java.util.OptionalInt;

/**
 * Gemma 3 (arXiv:2503.19786): Gemma 2 with normalised heads instead of capped scores; five layers
 * in six see a sliding window and rotate with a base frequency of their own.
 */
final class Gemma3 {
    private Gemma3() {}

    private static final int LAYERS_OF_27B = 62;
    private static final int PERIOD = 6;

    static DecoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        boolean windowed = numbers.has("attention.sliding_window");
        int window =
                numbers.integer(
                        "attention.sliding_window", 1, Integer.MAX_VALUE, OptionalInt.of(1));
        return new DecoderGraph(
                embedding.scaled(Gemma.embeddingScale(embedding)),
                layers(model, windowed, new Mask.Causal(), new Mask.CausalWindow(window)),
                model.rmsNorm("output_norm"),
                model.head(embedding).capped(numbers.number("final_logit_softcapping", 0)),
                model.memory());
    }

    /** The layers, which the embedding model shares but for the masks. */
    static List<Step> layers(Blueprint model, boolean windowed, Mask global, Mask local) {
        Hyperparameters numbers = model.hyperparameters();
        Rope globalRope = model.rope(RopeTable.Pairing.HALVES);
        Rope localRope = model.plainRope(RopeTable.Pairing.HALVES, "rope.freq_base_swa", 10000);
        return model.layers(layer -> {
            boolean isLocal = windowed && numbers.isLocal(layer.index(), PERIOD);
            return List.of(
                    Residual.sandwich(
                            layer.rmsNorm("attn_norm"),
                            layer.attention()
                                    .normedHeads()
                                    .rotated(isLocal ? localRope : globalRope)
                                    .scaled(Gemma2.attentionScale(layer, LAYERS_OF_27B))
                                    .masked(isLocal ? local : global)
                                    .read(),
                            layer.rmsNorm("post_attention_norm")),
                    Residual.sandwich(
                            layer.rmsNorm("ffn_norm"),
                            layer.gatedFeedForward(Activation.GELU),
                            layer.rmsNorm("post_ffw_norm")));
        });
    }
}
