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

import java.util.List;
import java.util.OptionalInt;

/**
 * OLMo 2 (arXiv:2501.00656) and, with a sliding window in three layers of four, OLMo 3: sublayers
 * are normalised after rather than before, queries and keys over the width of all heads.
 *
 * <p>Stretched rotation applies to the layers without a window only.
 */
final class Olmo2 {
    private Olmo2() {}

    private static final int PERIOD = 4;

    static DecoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        boolean windowed = numbers.has("attention.sliding_window");
        Mask window =
                new Mask.CausalWindow(
                        numbers.integer(
                                "attention.sliding_window",
                                1,
                                Integer.MAX_VALUE,
                                OptionalInt.of(1)));
        Rope globalRope = model.rope(RopeTable.Pairing.HALVES);
        Rope localRope = model.plainRope(RopeTable.Pairing.HALVES);
        return new DecoderGraph(
                embedding,
                model.layers(layer -> {
                    boolean isLocal = windowed && numbers.isLocal(layer.index(), PERIOD);
                    return List.of(
                            Residual.normedOutput(
                                    layer.attention()
                                            .normedProjections()
                                            .rotated(isLocal ? localRope : globalRope)
                                            .masked(isLocal ? window : new Mask.Causal())
                                            .read(),
                                    layer.rmsNorm("post_attention_norm")),
                            Residual.normedOutput(
                                    layer.gatedFeedForward(Activation.SILU),
                                    layer.rmsNorm("post_ffw_norm")));
                }),
                model.rmsNorm("output_norm"),
                model.head(embedding),
                model.memory());
    }
}
