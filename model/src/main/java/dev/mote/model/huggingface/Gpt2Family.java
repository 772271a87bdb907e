package dev.mote.model.huggingface;

/** GPT-2 and StarCoder2. */
final class Gpt2Family {
    private Gpt2Family() {}

    /** GPT-2, whose names may or may not begin with {@code transformer}. */
    static void gpt2(Adaptation model) {
        Config config = model.config();
        model.architecture("gpt2");
        config.requireOneOf("activation_function", "gelu_new", "gelu_new", "gelu_pytorch_tanh");
        long width = config.integer("n_embd");
        model.put("block_count", config.integer("n_layer"));
        model.put("embedding_length", width);
        model.put("context_length", config.integer("n_positions", config.integer("n_ctx", 1024)));
        model.put("feed_forward_length", config.integer("n_inner", 4 * width));
        model.put("attention.head_count", config.integer("n_head"));
        model.put("attention.layer_norm_epsilon", config.number("layer_norm_epsilon", 1e-5));
        for (String prefix : new String[] {"", "transformer."}) {
            String layer = prefix + "h.#.";
            model.rename(prefix + "wte", "token_embd");
            model.rename(prefix + "wpe", "position_embd");
            model.rename(prefix + "ln_f", "output_norm");
            model.rename(layer + "ln_1", "blk.#.attn_norm");
            model.rename(layer + "ln_2", "blk.#.ffn_norm");
            model.rename(layer + "attn.c_attn", "blk.#.attn_qkv", Conversion.TRANSPOSE);
            model.rename(layer + "attn.c_proj", "blk.#.attn_output", Conversion.TRANSPOSE);
            model.rename(layer + "mlp.c_fc", "blk.#.ffn_up", Conversion.TRANSPOSE);
            model.rename(layer + "mlp.c_proj", "blk.#.ffn_down", Conversion.TRANSPOSE);
            model.drop(layer + "attn"); // "attn.bias" is the causal mask, not a parameter
            model.drop(layer + "attn.masked_bias");
        }
        Shape.head(model);
    }

    static void starcoder2(Adaptation model) {
        Config config = model.config();
        String layer = "model.layers.#.";
        model.architecture("starcoder2");
        config.requireOneOf("hidden_act", "gelu_pytorch_tanh", "gelu_pytorch_tanh", "gelu");
        config.requireOneOf("norm_type", "layer_norm", "layer_norm");
        Shape.common(model);
        RopeScaling.write(model);
        model.put("attention.layer_norm_epsilon", config.number("norm_epsilon", 1e-5));
        Shape.frame(model, "model.", Conversion.NONE);
        Shape.attention(model, layer, Conversion.NONE);
        model.rename(layer + "input_layernorm", "blk.#.attn_norm");
        model.rename(layer + "post_attention_layernorm", "blk.#.ffn_norm");
        model.rename(layer + "mlp.c_fc", "blk.#.ffn_up");
        model.rename(layer + "mlp.c_proj", "blk.#.ffn_down");
    }
}
