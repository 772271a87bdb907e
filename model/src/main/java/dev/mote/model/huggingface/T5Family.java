package dev.mote.model.huggingface;

/** T5 and Flan-T5. */
final class T5Family {
    private static final int CONTEXT_DEFAULT = 512;

    private T5Family() {}

    static void t5(Adaptation model) {
        Config config = model.config();
        model.architecture("t5");
        config.requireOneOf("feed_forward_proj", "relu", "relu", "gated-gelu");
        if (config.integer("relative_attention_max_distance", 128) != 128) {
            throw config.unsupported("relative_attention_max_distance", "is not 128");
        }
        long width = config.integer("d_model");
        long layers = config.integer("num_layers");
        model.put("block_count", layers);
        model.put("decoder_block_count", config.integer("num_decoder_layers", layers));
        model.put("embedding_length", width);
        model.put("context_length", config.integer("n_positions", CONTEXT_DEFAULT));
        model.put("feed_forward_length", config.integer("d_ff"));
        model.put("attention.head_count", config.integer("num_heads"));
        model.put("attention.key_length", config.integer("d_kv"));
        model.put("attention.value_length", config.integer("d_kv"));
        model.put("attention.layer_norm_rms_epsilon", config.number("layer_norm_epsilon", 1e-6));
        model.put(
                "attention.relative_buckets_count",
                config.integer("relative_attention_num_buckets", 32));
        model.put("decoder_start_token_id", config.integer("decoder_start_token_id", 0));
        if (Shape.head(model)) {
            model.put("logit_scale", 1 / Math.sqrt((double) width));
        }
        model.rename("shared", "token_embd");
        model.drop("encoder.embed_tokens");
        model.drop("decoder.embed_tokens");
        stack(model, "encoder", "enc");
        stack(model, "decoder", "dec");
        norms(model, "encoder", "enc", "attn_norm", "ffn_norm");
        norms(model, "decoder", "dec", "attn_norm", "cross_attn_norm", "ffn_norm");
        String cross = "decoder.block.#.layer.#.EncDecAttention.";
        for (String part : new String[] {"q", "k", "v", "o"}) {
            model.rename(cross + part, "dec.blk.#.cross_attn_" + part);
        }
    }

    /** The norms before a block's sublayers, which are told apart by number only. */
    private static void norms(Adaptation model, String theirs, String ours, String... names) {
        for (int i = 0; i < names.length; i++) {
            model.rename(
                    "%s.block.#.layer.%d.layer_norm".formatted(theirs, i),
                    "%s.blk.#.%s".formatted(ours, names[i]));
        }
    }

    private static void stack(Adaptation model, String theirs, String ours) {
        String layer = theirs + ".block.#.layer.#.";
        String block = ours + ".blk.#.";
        for (String part : new String[] {"q", "k", "v", "o"}) {
            model.rename(layer + "SelfAttention." + part, block + "attn_" + part);
        }
        model.rename(layer + "SelfAttention.relative_attention_bias", block + "attn_rel_b");
        model.rename(layer + "DenseReluDense.wi", block + "ffn_up");
        model.rename(layer + "DenseReluDense.wi_0", block + "ffn_gate");
        model.rename(layer + "DenseReluDense.wi_1", block + "ffn_up");
        model.rename(layer + "DenseReluDense.wo", block + "ffn_down");
        model.rename(theirs + ".final_layer_norm", ours + ".output_norm");
    }
}
