package dev.mote.model.huggingface;

/** The keys and tensor names that nearly all decoder checkpoints share. */
final class Shape {
    private Shape() {}

    /** Sizes, heads and the epsilon of RMS norms. */
    static void common(Adaptation model) {
        Config config = model.config();
        model.put("block_count", config.integer("num_hidden_layers"));
        model.put("embedding_length", config.integer("hidden_size"));
        model.put("context_length", context(config));
        long heads = config.integer("num_attention_heads");
        model.put("attention.head_count", heads);
        model.put("attention.head_count_kv", config.integer("num_key_value_heads", heads));
        if (config.has("head_dim")) {
            model.put("attention.key_length", config.integer("head_dim"));
            model.put("attention.value_length", config.integer("head_dim"));
        }
        if (config.has("intermediate_size")) {
            model.put("feed_forward_length", config.integer("intermediate_size"));
        }
        if (config.has("rms_norm_eps")) {
            model.put("attention.layer_norm_rms_epsilon", config.number("rms_norm_eps"));
        }
    }

    /** Width of one head. */
    static long headSize(Config config) {
        long heads = Math.max(1, config.integer("num_attention_heads"));
        return config.integer("head_dim", config.integer("hidden_size") / heads);
    }

    /**
     * Embeddings, norms and head. The output matrix of a checkpoint with tied weights is a copy and
     * left out.
     */
    static void frame(Adaptation model, String prefix, Conversion norms) {
        model.rename(prefix + "embed_tokens", "token_embd");
        model.rename(prefix + "norm", "output_norm", norms);
        head(model);
    }

    /**
     * The output matrix, unless it is a copy of the embeddings.
     *
     * @return whether it is, as the configuration says or the absence of a matrix
     */
    static boolean head(Adaptation model) {
        boolean tied = model.config().flag("tie_word_embeddings", !model.has("lm_head.weight"));
        if (tied) {
            model.drop("lm_head");
        } else {
            model.rename("lm_head", "output");
        }
        return tied;
    }

    /** Query, key, value and output projections with their norms. */
    static void attention(Adaptation model, String layer, Conversion norms) {
        model.rename(layer + "self_attn.q_proj", "blk.#.attn_q");
        model.rename(layer + "self_attn.k_proj", "blk.#.attn_k");
        model.rename(layer + "self_attn.v_proj", "blk.#.attn_v");
        model.rename(layer + "self_attn.o_proj", "blk.#.attn_output");
        model.rename(layer + "self_attn.q_norm", "blk.#.attn_q_norm", norms);
        model.rename(layer + "self_attn.k_norm", "blk.#.attn_k_norm", norms);
        model.drop(layer + "self_attn.rotary_emb.inv_freq"); // computed from the base frequency
    }

    /** A gated feed-forward network. */
    static void gatedFeedForward(Adaptation model, String layer) {
        model.rename(layer + "mlp.gate_proj", "blk.#.ffn_gate");
        model.rename(layer + "mlp.up_proj", "blk.#.ffn_up");
        model.rename(layer + "mlp.down_proj", "blk.#.ffn_down");
    }

    /**
     * How far the model sees. Where all layers look at a sliding window only, that is its size: up
     * to there a window makes no difference, and beyond it this library would attend to more than
     * the model was trained with.
     */
    private static long context(Config config) {
        long positions = config.integer("max_position_embeddings");
        boolean everywhere =
                !config.has("layer_types")
                        && !config.has("sliding_window_pattern")
                        && config.flag("use_sliding_window", true);
        boolean perLayer = config.text("model_type", "").startsWith("gemma");
        long window = config.integer("sliding_window", positions);
        return everywhere && !perLayer && window > 0 ? Math.min(positions, window) : positions;
    }
}
