package dev.mote.model.huggingface;

/** Llama and the many decoders whose checkpoints use its names. */
final class LlamaFamily {
    private static final String LAYER = "model.layers.#.";

    private LlamaFamily() {}

    /** Llama, Mistral and others under their names. */
    static void llama(Adaptation model) {
        describe(model, "llama", true);
        Shape.gatedFeedForward(model, LAYER);
    }

    static void mixtral(Adaptation model) {
        describe(model, "llama", true);
        Config config = model.config();
        model.put("expert_count", config.integer("num_local_experts"));
        model.put("expert_used_count", config.integer("num_experts_per_tok"));
        model.rename(LAYER + "block_sparse_moe.gate", "blk.#.ffn_gate_inp");
        model.rename(LAYER + "block_sparse_moe.experts.#.w1", "blk.#.ffn_gate.#");
        model.rename(LAYER + "block_sparse_moe.experts.#.w3", "blk.#.ffn_up.#");
        model.rename(LAYER + "block_sparse_moe.experts.#.w2", "blk.#.ffn_down.#");
    }

    static void qwen2(Adaptation model) {
        describe(model, "qwen2", false);
        Shape.gatedFeedForward(model, LAYER);
    }

    static void qwen3(Adaptation model) {
        describe(model, "qwen3", false);
        Shape.gatedFeedForward(model, LAYER);
    }

    static void qwen3moe(Adaptation model) {
        describe(model, "qwen3moe", false);
        Config config = model.config();
        if (!config.flag("norm_topk_prob", false)) {
            throw config.unsupported(
                    "norm_topk_prob", "is false; only renormalised expert weights are computed");
        }
        if (config.integer("decoder_sparse_step", 1) != 1
                || config.integers("mlp_only_layers").orElse(new int[0]).length > 0) {
            throw config.unsupported("mlp_only_layers", "leaves layers without experts");
        }
        model.put("expert_count", config.integer("num_experts"));
        model.put("expert_used_count", config.integer("num_experts_per_tok"));
        model.put("expert_feed_forward_length", config.integer("moe_intermediate_size"));
        model.rename(LAYER + "mlp.gate", "blk.#.ffn_gate_inp");
        model.rename(LAYER + "mlp.experts.#.gate_proj", "blk.#.ffn_gate.#");
        model.rename(LAYER + "mlp.experts.#.up_proj", "blk.#.ffn_up.#");
        model.rename(LAYER + "mlp.experts.#.down_proj", "blk.#.ffn_down.#");
    }

    static void smollm3(Adaptation model) {
        describe(model, "smollm3", true);
        Shape.gatedFeedForward(model, LAYER);
        Config config = model.config();
        int[] rotated = config.integers("no_rope_layers").orElse(new int[0]);
        for (int i = 0; i < rotated.length; i++) {
            if (rotated[i] == ((i + 1) % 4 == 0 ? 1 : 0)) {
                throw config.unsupported(
                        "no_rope_layers", "is not the pattern of one layer in four");
            }
        }
    }

    static void granite(Adaptation model) {
        describe(model, "granite", true);
        Shape.gatedFeedForward(model, LAYER);
        Config config = model.config();
        model.put("embedding_scale", config.number("embedding_multiplier", 1));
        model.put("residual_scale", config.number("residual_multiplier", 1));
        model.put("attention.scale", config.number("attention_multiplier", 1));
        model.put("logit_scale", config.number("logits_scaling", 1));
    }

    static void phi3(Adaptation model) {
        describe(model, "phi3", false);
        model.rename(LAYER + "self_attn.qkv_proj", "blk.#.attn_qkv");
        model.rename(LAYER + "mlp.gate_up_proj", "blk.#.ffn_up");
        model.rename(LAYER + "mlp.down_proj", "blk.#.ffn_down");
    }

    /** OLMo 2, and OLMo 3 with its sliding windows. */
    static void olmo2(Adaptation model) {
        describe(model, "olmo2", false);
        Shape.gatedFeedForward(model, LAYER);
        SlidingWindow.write(model);
        model.rename(LAYER + "post_attention_layernorm", "blk.#.post_attention_norm");
        model.rename(LAYER + "post_feedforward_layernorm", "blk.#.post_ffw_norm");
    }

    /**
     * What they share.
     *
     * @param adjacent whether the architecture here expects rotated pairs side by side, as GGUF has
     *     them; Hugging Face keeps them half a head apart in every model
     */
    private static void describe(Adaptation model, String architecture, boolean adjacent) {
        model.architecture(architecture);
        model.config().requireOneOf("hidden_act", "silu", "silu");
        Shape.common(model);
        RopeScaling.write(model);
        if (adjacent) {
            model.put("rope.pairing", "halves");
        }
        Shape.frame(model, "model.", Conversion.NONE);
        Shape.attention(model, LAYER, Conversion.NONE);
        model.rename(LAYER + "input_layernorm", "blk.#.attn_norm");
        model.rename(LAYER + "post_attention_layernorm", "blk.#.ffn_norm");
    }
}
