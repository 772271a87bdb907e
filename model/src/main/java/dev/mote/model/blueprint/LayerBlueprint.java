package dev.mote.model.blueprint;

import dev.mote.kernel.Activation;
import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.WeightMatrix;
import dev.mote.model.graph.CrossAttention;
import dev.mote.model.graph.Experts;
import dev.mote.model.graph.FeedForward;
import dev.mote.model.graph.GatedFeedForward;
import dev.mote.model.graph.Linear;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.ShortConvolution;
import dev.mote.model.graph.Sublayer;

import java.util.ArrayList;
import java.util.List;

/** The parts of one layer; tensor names are relative to it, for example {@code attn_norm}. */
public final class LayerBlueprint {
    private final Blueprint model;
    private final Weights weights;
    private final MemoryPlan memory;
    private final String prefix;
    private final int index;

    LayerBlueprint(Blueprint model, Weights weights, MemoryPlan memory, String prefix, int index) {
        this.model = model;
        this.weights = weights;
        this.memory = memory;
        this.prefix = prefix;
        this.index = index;
    }

    /** The layer's number, from 0. */
    public int index() {
        return index;
    }

    /** The model's numbers. */
    public Hyperparameters hyperparameters() {
        return model.hyperparameters();
    }

    /** Whether the layer has the tensor. */
    public boolean has(String name) {
        return model.has(prefix + "." + name);
    }

    /** The layer's heads. */
    public HeadLayout heads() {
        return hyperparameters().heads(index);
    }

    /** An RMS norm of the residual stream. */
    public Norm rmsNorm(String name) {
        return model.rmsNorm(prefix + "." + name);
    }

    /** A layer norm of the residual stream. */
    public Norm layerNorm(String name) {
        return model.layerNorm(prefix + "." + name);
    }

    /** Begins to describe the layer's attention. */
    public AttentionBlueprint attention() {
        return new AttentionBlueprint(this);
    }

    /** Attention to an encoder's states, unscaled as T5 has it. */
    public CrossAttention crossAttention(MemoryPlan crossMemory) {
        HeadLayout heads = heads();
        if (heads.kvCount() == 0) {
            throw hyperparameters()
                    .invalid("attention.head_count_kv", "is 0, cross attention needs some");
        }
        int width = hyperparameters().hiddenSize();
        String reason = "%s and %s".formatted(heads, model.widthReason());
        return new CrossAttention(
                linear("cross_attn_q", heads.queryWidth(), width, reason),
                linear("cross_attn_k", heads.keyWidth(), width, reason),
                linear("cross_attn_v", heads.valueWidth(), width, reason),
                linear("cross_attn_o", width, heads.attendedWidth(), reason),
                new AttentionShape(
                        heads.count(),
                        heads.kvCount(),
                        heads.keySize(),
                        heads.valueSize(),
                        1,
                        0,
                        new Mask.Full(),
                        new PositionBias.None()),
                crossMemory.add(
                        new MemoryPlan.Slot.KeysAndValues(
                                heads.kvCount(), heads.keySize(), heads.valueSize(), 0)));
    }

    /** down(activation(gate) · up), with gate and up apart ({@code ffn_gate}, {@code ffn_up}). */
    public Sublayer gatedFeedForward(Activation activation) {
        int width = hyperparameters().hiddenSize();
        int inner = hyperparameters().feedForwardSize(index);
        return new GatedFeedForward(
                linear("ffn_gate", inner, width, feedForwardReason(inner)),
                linear("ffn_up", inner, width, feedForwardReason(inner)),
                linear("ffn_down", width, inner, feedForwardReason(inner)),
                activation);
    }

    /** The same with gate and up as the halves of one matrix, gate first. */
    public Sublayer fusedGatedFeedForward(Activation activation) {
        int width = hyperparameters().hiddenSize();
        int inner = hyperparameters().feedForwardSize(index);
        Linear both = linear("ffn_up", 2 * inner, width, feedForwardReason(inner));
        return new GatedFeedForward(
                both.outputs(0, inner),
                both.outputs(inner, inner),
                linear("ffn_down", width, inner, feedForwardReason(inner)),
                activation);
    }

    /** down(activation(up)). */
    public Sublayer feedForward(Activation activation) {
        int width = hyperparameters().hiddenSize();
        int inner = hyperparameters().feedForwardSize(index);
        return new FeedForward(
                linear("ffn_up", inner, width, feedForwardReason(inner)),
                linear("ffn_down", width, inner, feedForwardReason(inner)),
                activation);
    }

    /** A router and gated experts. */
    public Sublayer experts(Activation activation) {
        int width = hyperparameters().hiddenSize();
        int count = hyperparameters().expertCount();
        int inner = hyperparameters().expertFeedForwardSize(index);
        String reason = "%d experts of %d and %s".formatted(count, inner, model.widthReason());
        List<WeightMatrix> gates = stack("ffn_gate", count, inner, width, reason);
        List<WeightMatrix> ups = stack("ffn_up", count, inner, width, reason);
        List<WeightMatrix> downs = stack("ffn_down", count, width, inner, reason);
        List<GatedFeedForward> experts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            experts.add(
                    new GatedFeedForward(
                            new Linear(gates.get(i), null),
                            new Linear(ups.get(i), null),
                            new Linear(downs.get(i), null),
                            activation));
        }
        return new Experts(
                linear("ffn_gate_inp", count, width, reason),
                experts,
                hyperparameters().expertUsedCount());
    }

    /** A gated short convolution of {@code length} taps. */
    public Sublayer shortConvolution(int length) {
        int width = hyperparameters().hiddenSize();
        String reason = "convolutions of %d taps and %s".formatted(length, model.widthReason());
        Linear in = linear("shortconv.in_proj", 3 * width, width, reason);
        FloatMatrix taps = weights.table(prefix + ".shortconv.conv.weight", width, length, reason);
        return new ShortConvolution(
                in.outputs(0, width),
                in.outputs(width, width),
                in.outputs(2 * width, width),
                taps,
                linear("shortconv.out_proj", width, width, reason),
                remember(new MemoryPlan.Slot.Recent(length - 1, width)));
    }

    Linear linear(String name, int outputs, int inputs, String reason) {
        return model.linear(prefix + "." + name, outputs, inputs, reason);
    }

    FloatMatrix vector(String name, int width, String reason) {
        return weights.vector(prefix + "." + name, width, reason);
    }

    /** Marks a tensor as known though nothing is computed from it. */
    public void ignore(String name) {
        weights.ignore(prefix + "." + name);
    }

    int remember(MemoryPlan.Slot slot) {
        return memory.add(slot);
    }

    /** Experts are stacked in one tensor, or one tensor each as in files from before 2024. */
    private List<WeightMatrix> stack(String name, int count, int rows, int columns, String reason) {
        if (has(name + "_exps.weight") || !has(name + ".0.weight")) {
            return weights.stack(
                    prefix + "." + name + "_exps.weight", count, rows, columns, reason);
        }
        List<WeightMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matrices.add(model.matrix(prefix + "." + name + "." + i, rows, columns, reason));
        }
        return matrices;
    }

    private String feedForwardReason(int inner) {
        return "feed_forward_length %d and %s".formatted(inner, model.widthReason());
    }
}
