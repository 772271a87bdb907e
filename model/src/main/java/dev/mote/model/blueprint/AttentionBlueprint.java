package dev.mote.model.blueprint;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.model.graph.Linear;
import dev.mote.model.graph.Linears;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.Rope;
import dev.mote.model.graph.SelfAttention;

import org.jspecify.annotations.Nullable;

/**
 * Describes one layer's self-attention and reads its weights.
 *
 * <p>Without further words: causal, scaled by 1/√keySize, no rotation, no norms, no bias.
 */
public final class AttentionBlueprint {
    private final LayerBlueprint layer;
    private final HeadLayout heads;
    private Mask mask = new Mask.Causal();
    private PositionBias bias = new PositionBias.None();
    private float scale;
    private float softCap;
    private @Nullable Rope rope;
    private @Nullable Norm queryNorm;
    private @Nullable Norm keyNorm;
    private String outputName = "attn_output";

    AttentionBlueprint(LayerBlueprint layer) {
        this.layer = layer;
        heads = layer.heads();
        if (heads.kvCount() == 0) {
            throw layer.hyperparameters()
                    .invalid(
                            "attention.head_count_kv",
                            "is 0 for layer %d, which has attention".formatted(layer.index()));
        }
        scale = (float) (1 / Math.sqrt(heads.keySize()));
    }

    /** Rotates queries and keys; null for none. */
    public AttentionBlueprint rotated(@Nullable Rope by) {
        rope = by;
        return this;
    }

    /** Which keys are visible. */
    public AttentionBlueprint masked(Mask visible) {
        mask = visible;
        return this;
    }

    /** A bias on scores that depends on positions. */
    public AttentionBlueprint biased(PositionBias by) {
        bias = by;
        return this;
    }

    /** Another factor on scores than 1/√keySize. */
    public AttentionBlueprint scaled(float factor) {
        scale = factor;
        return this;
    }

    /** Keeps scores within ± {@code cap}; 0 for no cap. */
    public AttentionBlueprint capped(float cap) {
        softCap = cap;
        return this;
    }

    /** Normalises each head's queries and keys (RMS, {@code attn_q_norm}, {@code attn_k_norm}). */
    public AttentionBlueprint normedHeads() {
        queryNorm = norm("attn_q_norm", heads.keySize());
        keyNorm = norm("attn_k_norm", heads.keySize());
        return this;
    }

    /** Normalises queries and keys over the width of all heads. */
    public AttentionBlueprint normedProjections() {
        queryNorm = norm("attn_q_norm", heads.queryWidth());
        keyNorm = norm("attn_k_norm", heads.keyWidth());
        return this;
    }

    /** The name of the output projection where it is not {@code attn_output}. */
    public AttentionBlueprint outputNamed(String name) {
        outputName = name;
        return this;
    }

    /** Reads the projections, which may be three matrices or one with rows q, k, v. */
    public SelfAttention read() {
        int width = layer.hyperparameters().hiddenSize();
        String reason = "%s and embedding_length %d".formatted(heads, width);
        Linear query;
        Linear key;
        Linear value;
        if (layer.has("attn_qkv.weight")) {
            int total = heads.queryWidth() + heads.keyWidth() + heads.valueWidth();
            Linear fused = layer.linear("attn_qkv", total, width, reason);
            query = fused.outputs(0, heads.queryWidth());
            key = fused.outputs(heads.queryWidth(), heads.keyWidth());
            value = fused.outputs(heads.queryWidth() + heads.keyWidth(), heads.valueWidth());
        } else {
            query = layer.linear("attn_q", heads.queryWidth(), width, reason);
            key = layer.linear("attn_k", heads.keyWidth(), width, reason);
            value = layer.linear("attn_v", heads.valueWidth(), width, reason);
        }
        return new SelfAttention(
                new Linears(query, key, value),
                layer.linear(outputName, width, heads.attendedWidth(), reason),
                queryNorm,
                keyNorm,
                rope,
                new AttentionShape(
                        heads.count(),
                        heads.kvCount(),
                        heads.keySize(),
                        heads.valueSize(),
                        scale,
                        softCap,
                        mask,
                        bias),
                layer.remember(
                        new MemoryPlan.Slot.KeysAndValues(
                                heads.kvCount(), heads.keySize(), heads.valueSize(), window())));
    }

    /** Positions that a query looks back on, 0 for all. */
    private int window() {
        return mask instanceof Mask.CausalWindow(int positions) ? positions : 0;
    }

    private Norm norm(String name, int width) {
        return new Norm.RootMeanSquare(
                layer.vector(name + ".weight", width, heads.toString()),
                layer.hyperparameters().rmsNormEpsilon());
    }
}
