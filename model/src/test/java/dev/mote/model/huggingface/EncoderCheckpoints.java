package dev.mote.model.huggingface;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The encoders among {@link Checkpoints}, and T5. */
final class EncoderCheckpoints {
    private EncoderCheckpoints() {}

    private static Map<String, String> bertNames() {
        String layer = "encoder.layer.#.";
        Map<String, String> names = new HashMap<>();
        names.put("token_embd", "embeddings.word_embeddings");
        names.put("token_types", "embeddings.token_type_embeddings");
        names.put("position_embd", "embeddings.position_embeddings");
        names.put("token_embd_norm", "embeddings.LayerNorm");
        names.put("blk.#.attn_q", layer + "attention.self.query");
        names.put("blk.#.attn_k", layer + "attention.self.key");
        names.put("blk.#.attn_v", layer + "attention.self.value");
        names.put("blk.#.attn_output", layer + "attention.output.dense");
        names.put("blk.#.attn_output_norm", layer + "attention.output.LayerNorm");
        names.put("blk.#.ffn_up", layer + "intermediate.dense");
        names.put("blk.#.ffn_down", layer + "output.dense");
        names.put("blk.#.layer_output_norm", layer + "output.LayerNorm");
        return names;
    }

    private static void encoderConfig(GoldenCheckpoint model) {
        model.writer.config("model_type", "bert");
        model.copy("block_count", "num_hidden_layers")
                .copy("embedding_length", "hidden_size")
                .copy("context_length", "max_position_embeddings")
                .copy("feed_forward_length", "intermediate_size")
                .copy("attention.head_count", "num_attention_heads")
                .copy("attention.layer_norm_epsilon", "layer_norm_eps");
    }

    static void bert(GoldenCheckpoint model) {
        encoderConfig(model);
        model.tensors(bertNames(), tensor -> tensor);
        model.writer
                .rename("embeddings.LayerNorm.weight", "embeddings.LayerNorm.gamma")
                .rename("embeddings.LayerNorm.bias", "embeddings.LayerNorm.beta")
                .floats("pooler.dense.weight", List.of(1, 1), new float[1]);
    }

    static void jina(GoldenCheckpoint model) {
        encoderConfig(model);
        model.writer.config("position_embedding_type", "alibi");
        Map<String, String> names = bertNames();
        names.put("blk.#.ffn_gate", "");
        names.put("blk.#.ffn_up", "");
        names.put("blk.#.ffn_down", "encoder.layer.#.mlp.wo");
        names.put("blk.#.layer_output_norm", "encoder.layer.#.mlp.layernorm");
        model.tensors(names, tensor -> tensor);
        for (int i = 0; i < model.integer("block_count"); i++) {
            model.joined(
                    "encoder.layer.%d.mlp.gated_layers.weight".formatted(i),
                    "blk.%d.ffn_gate.weight".formatted(i),
                    "blk.%d.ffn_up.weight".formatted(i));
        }
    }

    static void nomic(GoldenCheckpoint model) {
        model.writer.config("model_type", "nomic_bert").config("activation_function", "swiglu");
        model.copy("block_count", "n_layer")
                .copy("embedding_length", "n_embd")
                .copy("context_length", "n_positions")
                .copy("feed_forward_length", "n_inner")
                .copy("attention.head_count", "n_head")
                .copy("attention.layer_norm_epsilon", "layer_norm_epsilon")
                .copy("rope.freq_base", "rotary_emb_base");
        String layer = "encoder.layers.#.";
        model.tensors(
                Map.ofEntries(
                        Map.entry("token_embd", "embeddings.word_embeddings"),
                        Map.entry("token_types", "embeddings.token_type_embeddings"),
                        Map.entry("token_embd_norm", "emb_ln"),
                        Map.entry("blk.#.attn_qkv", layer + "attn.Wqkv"),
                        Map.entry("blk.#.attn_output", layer + "attn.out_proj"),
                        Map.entry("blk.#.attn_output_norm", layer + "norm1"),
                        Map.entry("blk.#.ffn_up", layer + "mlp.fc11"),
                        Map.entry("blk.#.ffn_gate", layer + "mlp.fc12"),
                        Map.entry("blk.#.ffn_down", layer + "mlp.fc2"),
                        Map.entry("blk.#.layer_output_norm", layer + "norm2")),
                tensor -> tensor);
    }

    static void t5(GoldenCheckpoint model) {
        boolean gated = model.hasTensor("enc.blk.0.ffn_gate.weight");
        model.writer
                .config("model_type", "t5")
                .config("feed_forward_proj", gated ? "gated-gelu" : "relu")
                .config("tie_word_embeddings", !model.hasTensor("output.weight"));
        model.copy("block_count", "num_layers")
                .copy("embedding_length", "d_model")
                .copy("context_length", "n_positions")
                .copy("feed_forward_length", "d_ff")
                .copy("attention.head_count", "num_heads")
                .copy("attention.key_length", "d_kv")
                .copy("attention.layer_norm_rms_epsilon", "layer_norm_epsilon")
                .copy("attention.relative_buckets_count", "relative_attention_num_buckets")
                .copy("decoder_start_token_id", "decoder_start_token_id");
        Map<String, String> names = new HashMap<>();
        names.put("token_embd", "shared");
        names.put("output", "lm_head");
        for (String stack : List.of("enc", "dec")) {
            String theirs = stack.equals("enc") ? "encoder" : "decoder";
            String block = theirs + ".block.#.layer.";
            String last = stack.equals("enc") ? "1." : "2.";
            for (String part : List.of("q", "k", "v", "o")) {
                names.put(stack + ".blk.#.attn_" + part, block + "0.SelfAttention." + part);
                names.put(stack + ".blk.#.cross_attn_" + part, block + "1.EncDecAttention." + part);
            }
            names.put(
                    stack + ".blk.#.attn_rel_b", block + "0.SelfAttention.relative_attention_bias");
            names.put(stack + ".blk.#.attn_norm", block + "0.layer_norm");
            names.put(stack + ".blk.#.cross_attn_norm", block + "1.layer_norm");
            names.put(stack + ".blk.#.ffn_norm", block + last + "layer_norm");
            names.put(stack + ".blk.#.ffn_gate", block + last + "DenseReluDense.wi_0");
            names.put(
                    stack + ".blk.#.ffn_up",
                    block + last + (gated ? "DenseReluDense.wi_1" : "DenseReluDense.wi"));
            names.put(stack + ".blk.#.ffn_down", block + last + "DenseReluDense.wo");
            names.put(stack + ".output_norm", theirs + ".final_layer_norm");
        }
        model.tensors(names, tensor -> tensor);
    }
}
