package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.blueprint.Hyperparameters;
import dev.mote.model.blueprint.LayerBlueprint;
import dev.mote.model.graph.CrossAttention;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.EncoderDecoderGraph;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.Residual;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Sublayer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * T5 and Flan-T5 (arXiv:1910.10683, arXiv:2210.11416): an encoder and a decoder with unscaled
 * attention and relative position buckets that all layers of a stack share; ReLU, or gated GELU
 * where the file has a gate.
 */
final class T5 {
    private static final int DISTANCE_MAX = 128;

    private T5() {}

    static EncoderDecoderGraph read(Blueprint model) {
        Hyperparameters numbers = model.hyperparameters();
        Embedding embedding = model.embedding();
        MemoryPlan encoderMemory = MemoryPlan.shared();
        MemoryPlan crossMemory = MemoryPlan.perLayer();
        List<CrossAttention> crossAttentions = new ArrayList<>();
        int decoderLayers =
                numbers.integer(
                        "decoder_block_count", 1, 512, OptionalInt.of(numbers.layerCount()));
        return new EncoderDecoderGraph(
                embedding,
                model.layers(
                        "enc.blk",
                        numbers.layerCount(),
                        encoderMemory,
                        layer ->
                                List.<Step>of(
                                        selfAttention(model, layer, "enc.blk.", true),
                                        feedForward(layer))),
                model.rmsNorm("enc.output_norm"),
                model.layers(
                        "dec.blk",
                        decoderLayers,
                        model.memory(),
                        layer -> {
                            CrossAttention cross = layer.crossAttention(crossMemory);
                            crossAttentions.add(cross);
                            layer.ignore("cross_attn_rel_b.weight");
                            return List.<Step>of(
                                    selfAttention(model, layer, "dec.blk.", false),
                                    Residual.preNorm(layer.rmsNorm("cross_attn_norm"), cross),
                                    feedForward(layer));
                        }),
                model.rmsNorm("dec.output_norm"),
                // Only some files scale the logits of tied embeddings.
                model.head(embedding).scaled(numbers.number("logit_scale", 1)),
                crossAttentions,
                numbers.integer(
                        "decoder_start_token_id",
                        0,
                        embedding.vocabularySize() - 1,
                        OptionalInt.of(0)),
                encoderMemory,
                model.memory(),
                crossMemory);
    }

    private static Residual selfAttention(
            Blueprint model, LayerBlueprint layer, String stack, boolean bidirectional) {
        return Residual.preNorm(
                layer.rmsNorm("attn_norm"),
                layer.attention()
                        .masked(bidirectional ? new Mask.Full() : new Mask.Causal())
                        .scaled(1)
                        .biased(
                                new PositionBias.RelativeBuckets(
                                        buckets(model, layer, stack), bidirectional, DISTANCE_MAX))
                        .outputNamed("attn_o")
                        .read());
    }

    /** A layer's own table, or that of the stack's first layer. */
    private static FloatMatrix buckets(Blueprint model, LayerBlueprint layer, String stack) {
        int count = model.hyperparameters().integer("attention.relative_buckets_count", 4, 1 << 16);
        String own = stack + layer.index() + ".attn_rel_b.weight";
        return model.table(
                model.has(own) ? own : stack + "0.attn_rel_b.weight",
                count,
                layer.heads().count(),
                "%d buckets and %d heads".formatted(count, layer.heads().count()));
    }

    private static Residual feedForward(LayerBlueprint layer) {
        Sublayer network =
                layer.has("ffn_gate.weight")
                        ? layer.gatedFeedForward(Activation.GELU)
                        : layer.feedForward(Activation.RELU);
        return Residual.preNorm(layer.rmsNorm("ffn_norm"), network);
    }
}
