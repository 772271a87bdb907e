package dev.mote.model.architecture;

import dev.mote.kernel.Mask;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.Hyperparameters;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.EncoderGraph;
import dev.mote.model.graph.Linear;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * EmbeddingGemma (arXiv:2509.20354): Gemma 3's layers looking both ways, mean pooling, and two
 * dense layers on the pooled vector.
 */
final class GemmaEmbedding {
    private static final int FEATURES_MAX = 1 << 20;

    private GemmaEmbedding() {}

    static EncoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        boolean windowed = numbers.has("attention.sliding_window");
        int window =
                numbers.integer(
                        "attention.sliding_window", 1, Integer.MAX_VALUE, OptionalInt.of(1));
        return new EncoderGraph(
                embedding.scaled(Gemma.embeddingScale(embedding)),
                Gemma3.layers(
                        model, windowed, new Mask.Full(), new Mask.SymmetricWindow(window / 2)),
                model.rmsNorm("output_norm"),
                numbers.pooling(),
                dense(model),
                null,
                model.memory());
    }

    private static List<Linear> dense(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        List<Linear> dense = new ArrayList<>();
        int width = numbers.hiddenSize();
        for (String name : List.of("dense_2", "dense_3")) {
            if (!model.has(name + ".weight")) {
                continue;
            }
            int outputs =
                    numbers.integer(name + "_feat_out", 1, FEATURES_MAX, OptionalInt.of(width));
            dense.add(
                    model.linear(
                            name,
                            outputs,
                            width,
                            "%s_feat_out %d after %d features".formatted(name, outputs, width)));
            width = outputs;
        }
        return dense;
    }
}
