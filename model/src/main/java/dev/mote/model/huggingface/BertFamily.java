package dev.mote.model.huggingface;

/** BERT, Jina Embeddings 2 and Nomic Embed. */
final class BertFamily {
    private BertFamily() {}

    /** BERT, or Jina's variant of it, which is told by its positions. */
    static void bert(Adaptation model) {
        boolean alibi = model.config().text("position_embedding_type", "absolute").equals("alibi");
        model.architecture(alibi ? "jina-bert-v2" : "bert");
        Config config = model.config();
        model.put("block_count", config.integer("num_hidden_layers"));
        model.put("embedding_length", config.integer("hidden_size"));
        model.put("context_length", config.integer("max_position_embeddings"));
        model.put("feed_forward_length", config.integer("intermediate_size"));
        model.put("attention.head_count", config.integer("num_attention_heads"));
        model.put("attention.layer_norm_epsilon", config.number("layer_norm_eps", 1e-12));
        SentenceTransformers.pooling(model);
        for (String prefix : new String[] {"", "bert."}) {
            names(model, prefix);
        }
    }

    private static void names(Adaptation model, String prefix) {
        String layer = prefix + "encoder.layer.#.";
        model.rename(prefix + "embeddings.word_embeddings", "token_embd");
        model.rename(prefix + "embeddings.position_embeddings", "position_embd");
        model.rename(prefix + "embeddings.token_type_embeddings", "token_types");
        model.rename(prefix + "embeddings.LayerNorm", "token_embd_norm");
        model.drop(prefix + "embeddings.position_ids");
        model.rename(layer + "attention.self.query", "blk.#.attn_q");
        model.rename(layer + "attention.self.key", "blk.#.attn_k");
        model.rename(layer + "attention.self.value", "blk.#.attn_v");
        model.rename(layer + "attention.output.dense", "blk.#.attn_output");
        model.rename(layer + "attention.output.LayerNorm", "blk.#.attn_output_norm");
        model.rename(layer + "intermediate.dense", "blk.#.ffn_up");
        model.rename(layer + "output.dense", "blk.#.ffn_down");
        model.rename(layer + "output.LayerNorm", "blk.#.layer_output_norm");
        model.rename(layer + "mlp.gated_layers", "blk.#.ffn_up"); // Jina: gate, then up
        model.rename(layer + "mlp.wo", "blk.#.ffn_down");
        model.rename(layer + "mlp.layernorm", "blk.#.layer_output_norm");
        // Heads for tasks other than embeddings.
        model.drop(prefix + "pooler.dense");
        model.drop("cls.predictions");
        model.drop("cls.predictions.decoder");
        model.drop("cls.predictions.transform.dense");
        model.drop("cls.predictions.transform.LayerNorm");
        model.drop("cls.seq_relationship");
    }

    static void nomic(Adaptation model) {
        Config config = model.config();
        model.architecture("nomic-bert");
        config.requireOneOf("activation_function", "swiglu", "swiglu");
        model.put("block_count", config.integer("n_layer"));
        model.put("embedding_length", config.integer("n_embd"));
        model.put("context_length", config.integer("n_positions", 2048));
        model.put("feed_forward_length", config.integer("n_inner", 4 * config.integer("n_embd")));
        model.put("attention.head_count", config.integer("n_head"));
        model.put("attention.layer_norm_epsilon", config.number("layer_norm_epsilon", 1e-12));
        model.put("rope.freq_base", config.number("rotary_emb_base", 1000));
        SentenceTransformers.pooling(model);
        String layer = "encoder.layers.#.";
        model.rename("embeddings.word_embeddings", "token_embd");
        model.rename("embeddings.token_type_embeddings", "token_types");
        model.rename("emb_ln", "token_embd_norm");
        model.rename(layer + "attn.Wqkv", "blk.#.attn_qkv");
        model.rename(layer + "attn.out_proj", "blk.#.attn_output");
        model.rename(layer + "norm1", "blk.#.attn_output_norm");
        model.rename(layer + "mlp.fc11", "blk.#.ffn_up");
        model.rename(layer + "mlp.fc12", "blk.#.ffn_gate");
        model.rename(layer + "mlp.fc2", "blk.#.ffn_down");
        model.rename(layer + "norm2", "blk.#.layer_output_norm");
    }
}
