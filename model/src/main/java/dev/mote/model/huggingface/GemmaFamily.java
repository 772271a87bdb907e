package dev.mote.model.huggingface;

/** Gemma 1 to 3 and EmbeddingGemma. */
final class GemmaFamily {
    private GemmaFamily() {}

    static void gemma(Adaptation model) {
        describe(model, "gemma", "model.");
        RopeScaling.write(model);
        model.rename(
                "model.layers.#.post_attention_layernorm", "blk.#.ffn_norm", Conversion.PLUS_ONE);
    }

    static void gemma2(Adaptation model) {
        describe(model, "gemma2", "model.");
        RopeScaling.write(model);
        sandwich(model, "model.layers.#.");
        model.put("attention.sliding_window", model.config().integer("sliding_window", 4096));
        caps(model);
    }

    /** Gemma 3, or EmbeddingGemma where attention looks both ways. */
    static void gemma3(Adaptation model) {
        Config config = model.config();
        boolean embedding = config.flag("use_bidirectional_attention", false);
        String prefix = model.has("embed_tokens.weight") ? "" : "model.";
        describe(model, embedding ? "gemma-embedding" : "gemma3", prefix);
        ropes(model);
        sandwich(model, prefix + "layers.#.");
        SlidingWindow.write(model);
        if (embedding) {
            SentenceTransformers.pooling(model);
            SentenceTransformers.dense(model);
        } else {
            caps(model);
        }
    }

    private static void describe(Adaptation model, String architecture, String prefix) {
        model.architecture(architecture);
        Config config = model.config();
        config.requireOneOf("hidden_activation", "gelu_pytorch_tanh", "gelu_pytorch_tanh", "gelu");
        Shape.common(model);
        Shape.frame(model, prefix, Conversion.PLUS_ONE);
        model.drop("lm_head"); // always tied
        Shape.attention(model, prefix + "layers.#.", Conversion.PLUS_ONE);
        Shape.gatedFeedForward(model, prefix + "layers.#.");
        model.rename(prefix + "layers.#.input_layernorm", "blk.#.attn_norm", Conversion.PLUS_ONE);
        if (config.has("query_pre_attn_scalar")) {
            model.put("attention.scale", 1 / Math.sqrt(config.number("query_pre_attn_scalar")));
        }
    }

    private static void sandwich(Adaptation model, String layer) {
        Conversion plusOne = Conversion.PLUS_ONE;
        model.rename(layer + "post_attention_layernorm", "blk.#.post_attention_norm", plusOne);
        model.rename(layer + "pre_feedforward_layernorm", "blk.#.ffn_norm", plusOne);
        model.rename(layer + "post_feedforward_layernorm", "blk.#.post_ffw_norm", plusOne);
    }

    /** Layers with a window rotate with a base of their own. */
    private static void ropes(Adaptation model) {
        Config config = model.config();
        RopeScaling.write(model);
        String local = "rope_parameters.sliding_attention.rope_theta";
        String global = "rope_parameters.full_attention.";
        model.put(
                "rope.freq_base_swa",
                config.number(local, config.number("rope_local_base_freq", 10000)));
        model.put(
                "rope.freq_base",
                config.number(global + "rope_theta", config.number("rope_theta", 1000000)));
        if (config.has(global + "factor")) {
            model.put("rope.scaling.type", "linear");
            model.put("rope.scaling.factor", config.number(global + "factor"));
        }
    }

    /** Absent caps are none, whereas metadata without these keys means Gemma 2's. */
    private static void caps(Adaptation model) {
        Config config = model.config();
        model.put("attn_logit_softcapping", config.number("attn_logit_softcapping", 0));
        model.put("final_logit_softcapping", config.number("final_logit_softcapping", 0));
    }
}
