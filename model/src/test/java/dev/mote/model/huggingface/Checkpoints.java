package dev.mote.model.huggingface;

import dev.mote.format.ModelFile;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How each golden architecture is named, configured and laid out in transformers' checkpoints. */
final class Checkpoints {
    private Checkpoints() {}

    /** Writes the checkpoint of a golden model. */
    static void of(ModelFile gguf, Path folder) throws IOException {
        writer(gguf).write(folder);
        GoldenCheckpoint model = new GoldenCheckpoint(gguf);
        if (model.has("pooling_type")) {
            Path pooling = Files.createDirectories(folder.resolve("1_Pooling"));
            boolean first = model.integer("pooling_type") == 2;
            Files.writeString(
                    pooling.resolve("config.json"),
                    "{\"pooling_mode_cls_token\": %s, \"pooling_mode_mean_tokens\": %s}"
                            .formatted(first, !first));
        }
        for (String dense : List.of("2", "3")) {
            String name = "dense_" + dense + ".weight";
            if (gguf.tensors().containsKey(name)) {
                List<Integer> shape = gguf.tensors().get(name).shape();
                CheckpointWriter head =
                        new CheckpointWriter()
                                .config("in_features", shape.get(1))
                                .config("out_features", shape.get(0))
                                .config("bias", false)
                                .config("activation_function", "torch.nn.modules.linear.Identity");
                new GoldenCheckpoint.Tensor(
                                name,
                                gguf.tensors().get(name).type(),
                                shape,
                                gguf.data(name).toArray(ValueLayout.JAVA_BYTE))
                        .write(head, "linear.weight");
                head.write(folder.resolve(dense + "_Dense"));
            }
        }
    }

    /** The checkpoint of a golden model before it is written. */
    static CheckpointWriter writer(ModelFile gguf) {
        GoldenCheckpoint model = new GoldenCheckpoint(gguf);
        switch (model.metadata().requireString("general.architecture")) {
            case "llama" -> llama(model);
            case "qwen2" -> plain(model.decoderConfig("qwen2"), "model.");
            case "qwen3" -> plain(model.decoderConfig("qwen3"), "model.");
            case "qwen3moe" -> qwen3moe(model);
            case "gemma" -> gemma(model.decoderConfig("gemma"), false, "model.");
            case "gemma2" -> gemma2(model);
            case "gemma3" -> gemma3(model, "model.");
            case "gemma-embedding" -> {
                model.writer.config("use_bidirectional_attention", true);
                gemma3(model, "");
            }
            case "phi3" -> phi3(model);
            case "smollm3" -> paired(model.decoderConfig("smollm3"));
            case "granite" -> granite(model);
            case "olmo2" -> olmo2(model);
            case "gpt2" -> gpt2(model);
            case "starcoder2" -> starcoder2(model);
            case "lfm2" -> lfm2(model);
            case "bert" -> EncoderCheckpoints.bert(model);
            case "jina-bert-v2" -> EncoderCheckpoints.jina(model);
            case "nomic-bert" -> EncoderCheckpoints.nomic(model);
            case "t5" -> EncoderCheckpoints.t5(model);
            default -> throw new IllegalArgumentException(model.metadata().source());
        }
        return model.writer;
    }

    private static Map<String, String> decoderNames(String prefix) {
        String layer = prefix + "layers.#.";
        Map<String, String> names = new HashMap<>();
        names.put("token_embd", prefix + "embed_tokens");
        names.put("output_norm", prefix + "norm");
        names.put("output", "lm_head");
        names.put("blk.#.attn_norm", layer + "input_layernorm");
        names.put("blk.#.ffn_norm", layer + "post_attention_layernorm");
        names.put("blk.#.attn_q", layer + "self_attn.q_proj");
        names.put("blk.#.attn_k", layer + "self_attn.k_proj");
        names.put("blk.#.attn_v", layer + "self_attn.v_proj");
        names.put("blk.#.attn_output", layer + "self_attn.o_proj");
        names.put("blk.#.attn_q_norm", layer + "self_attn.q_norm");
        names.put("blk.#.attn_k_norm", layer + "self_attn.k_norm");
        names.put("blk.#.ffn_gate", layer + "mlp.gate_proj");
        names.put("blk.#.ffn_up", layer + "mlp.up_proj");
        names.put("blk.#.ffn_down", layer + "mlp.down_proj");
        return names;
    }

    private static void plain(GoldenCheckpoint model, String prefix) {
        model.tensors(decoderNames(prefix), tensor -> tensor);
    }

    /** Families whose GGUF has rotated pairs side by side. */
    private static void paired(GoldenCheckpoint model) {
        paired(model, decoderNames("model."));
    }

    private static void paired(GoldenCheckpoint model, Map<String, String> names) {
        model.tensors(
                names,
                tensor ->
                        switch (tensor.stem()) {
                            case "blk.#.attn_q" ->
                                    tensor.unpaired(model.integer("attention.head_count"));
                            case "blk.#.attn_k" ->
                                    tensor.unpaired(model.integer("attention.head_count_kv"));
                            default -> tensor;
                        });
    }

    private static void llama(GoldenCheckpoint model) {
        boolean experts = model.has("expert_count");
        model.decoderConfig(experts ? "mixtral" : "llama");
        Map<String, String> names = decoderNames("model.");
        String moe = "model.layers.#.block_sparse_moe.";
        names.put("blk.#.ffn_gate_inp", moe + "gate");
        names.put("blk.#.ffn_gate_exps", moe + "experts.@.w1");
        names.put("blk.#.ffn_up_exps", moe + "experts.@.w3");
        names.put("blk.#.ffn_down_exps", moe + "experts.@.w2");
        model.copy("expert_count", "num_local_experts");
        model.copy("expert_used_count", "num_experts_per_tok");
        if (model.has("rope.scaling.type")) {
            Map<String, Object> scaling = new LinkedHashMap<>();
            scaling.put("rope_type", model.metadata().requireString("llama.rope.scaling.type"));
            scaling.put("factor", model.number("rope.scaling.factor"));
            if (model.has("rope.scaling.original_context_length")) {
                scaling.put(
                        "original_max_position_embeddings",
                        model.integer("rope.scaling.original_context_length"));
            }
            model.writer.config("rope_scaling", scaling);
        }
        if (model.hasTensor("rope_freqs.weight")) {
            // These factors were drawn at random: no configuration gives them, so they are passed
            // as they are, which LongRoPE's configuration allows.
            names.put("rope_freqs", "");
            List<Float> factors = model.floats("rope_freqs.weight");
            model.writer.config(
                    "rope_scaling",
                    Map.of(
                            "rope_type",
                            "longrope",
                            "short_factor",
                            factors,
                            "long_factor",
                            factors,
                            "attention_factor",
                            1.0));
        }
        paired(model, names);
    }

    private static void qwen3moe(GoldenCheckpoint model) {
        model.decoderConfig("qwen3_moe");
        model.copy("expert_count", "num_experts");
        model.copy("expert_used_count", "num_experts_per_tok");
        model.copy("expert_feed_forward_length", "moe_intermediate_size");
        model.writer.config("norm_topk_prob", true).config("decoder_sparse_step", 1);
        Map<String, String> names = decoderNames("model.");
        names.put("blk.#.ffn_gate_inp", "model.layers.#.mlp.gate");
        names.put("blk.#.ffn_gate_exps", "model.layers.#.mlp.experts.@.gate_proj");
        names.put("blk.#.ffn_up_exps", "model.layers.#.mlp.experts.@.up_proj");
        names.put("blk.#.ffn_down_exps", "model.layers.#.mlp.experts.@.down_proj");
        model.tensors(names, tensor -> tensor);
    }

    private static void gemma(GoldenCheckpoint model, boolean sandwich, String prefix) {
        Map<String, String> names = decoderNames(prefix);
        if (sandwich) {
            String layer = prefix + "layers.#.";
            names.put("blk.#.ffn_norm", layer + "pre_feedforward_layernorm");
            names.put("blk.#.post_attention_norm", layer + "post_attention_layernorm");
            names.put("blk.#.post_ffw_norm", layer + "post_feedforward_layernorm");
        }
        names.put("dense_2", "");
        names.put("dense_3", "");
        model.writer.config("hidden_activation", "gelu_pytorch_tanh");
        model.tensors(names, tensor -> tensor.stem().endsWith("norm") ? tensor.minusOne() : tensor);
    }

    private static void gemma2(GoldenCheckpoint model) {
        model.decoderConfig("gemma2");
        model.copy("attn_logit_softcapping", "attn_logit_softcapping");
        model.copy("final_logit_softcapping", "final_logit_softcapping");
        model.copy("attention.sliding_window", "sliding_window");
        model.copy("attention.key_length", "query_pre_attn_scalar");
        gemma(model, true, "model.");
    }

    private static void gemma3(GoldenCheckpoint model, String prefix) {
        model.decoderConfig("gemma3_text");
        model.copy("attention.sliding_window", "sliding_window");
        model.copy("rope.freq_base_swa", "rope_local_base_freq");
        model.copy("attention.key_length", "query_pre_attn_scalar");
        model.writer.config(
                "layer_types",
                IntStream.range(0, model.integer("block_count"))
                        .mapToObj(i -> i % 6 == 5 ? "full_attention" : "sliding_attention")
                        .toList());
        gemma(model, true, prefix);
    }

    private static void phi3(GoldenCheckpoint model) {
        model.decoderConfig("phi3");
        Map<String, String> names = decoderNames("model.");
        names.put("blk.#.attn_qkv", "model.layers.#.self_attn.qkv_proj");
        names.put("blk.#.ffn_up", "model.layers.#.mlp.gate_up_proj");
        model.tensors(names, tensor -> tensor);
    }

    private static void granite(GoldenCheckpoint model) {
        model.decoderConfig("granite");
        model.copy("embedding_scale", "embedding_multiplier");
        model.copy("residual_scale", "residual_multiplier");
        model.copy("attention.scale", "attention_multiplier");
        model.copy("logit_scale", "logits_scaling");
        paired(model);
    }

    private static void olmo2(GoldenCheckpoint model) {
        boolean windowed = model.has("attention.sliding_window");
        model.decoderConfig(windowed ? "olmo3" : "olmo2");
        if (windowed) {
            model.copy("attention.sliding_window", "sliding_window");
            model.writer.config(
                    "layer_types",
                    IntStream.range(0, model.integer("block_count"))
                            .mapToObj(i -> i % 4 == 3 ? "full_attention" : "sliding_attention")
                            .toList());
        }
        Map<String, String> names = decoderNames("model.");
        names.put("blk.#.post_attention_norm", "model.layers.#.post_attention_layernorm");
        names.put("blk.#.post_ffw_norm", "model.layers.#.post_feedforward_layernorm");
        model.tensors(names, tensor -> tensor);
    }

    private static void gpt2(GoldenCheckpoint model) {
        model.writer
                .config("model_type", "gpt2")
                .config("activation_function", "gelu_new")
                .floats("h.0.attn.bias", List.of(1, 1, 2, 2), new float[] {1, 0, 1, 1});
        model.copy("block_count", "n_layer")
                .copy("embedding_length", "n_embd")
                .copy("context_length", "n_positions")
                .copy("feed_forward_length", "n_inner")
                .copy("attention.head_count", "n_head")
                .copy("attention.layer_norm_epsilon", "layer_norm_epsilon");
        Map<String, String> names =
                Map.of(
                        "token_embd", "wte",
                        "position_embd", "wpe",
                        "output_norm", "ln_f",
                        "blk.#.attn_norm", "h.#.ln_1",
                        "blk.#.ffn_norm", "h.#.ln_2",
                        "blk.#.attn_qkv", "h.#.attn.c_attn",
                        "blk.#.attn_output", "h.#.attn.c_proj",
                        "blk.#.ffn_up", "h.#.mlp.c_fc",
                        "blk.#.ffn_down", "h.#.mlp.c_proj");
        model.tensors(
                names,
                tensor ->
                        tensor.stem().startsWith("blk") && tensor.shape().size() == 2
                                ? tensor.transposed()
                                : tensor);
    }

    private static void starcoder2(GoldenCheckpoint model) {
        model.decoderConfig("starcoder2").copy("attention.layer_norm_epsilon", "norm_epsilon");
        Map<String, String> names = decoderNames("model.");
        names.put("blk.#.ffn_up", "model.layers.#.mlp.c_fc");
        names.put("blk.#.ffn_down", "model.layers.#.mlp.c_proj");
        model.tensors(names, tensor -> tensor);
    }

    private static void lfm2(GoldenCheckpoint model) {
        int[] kvHeads = model.metadata().integers("lfm2.attention.head_count_kv").orElseThrow();
        model.decoderConfig("lfm2");
        model.writer
                .config("num_key_value_heads", Arrays.stream(kvHeads).max().getAsInt())
                .config(
                        "layer_types",
                        Arrays.stream(kvHeads)
                                .mapToObj(heads -> heads == 0 ? "conv" : "full_attention")
                                .toList());
        model.copy("attention.layer_norm_rms_epsilon", "norm_eps");
        model.copy("shortconv.l_cache", "conv_L_cache");
        Map<String, String> names = decoderNames("model.");
        String layer = "model.layers.#.";
        names.put("token_embd_norm", "model.embedding_norm");
        names.put("blk.#.attn_norm", layer + "operator_norm");
        names.put("blk.#.ffn_norm", layer + "ffn_norm");
        names.put("blk.#.attn_output", layer + "self_attn.out_proj");
        names.put("blk.#.attn_q_norm", layer + "self_attn.q_layernorm");
        names.put("blk.#.attn_k_norm", layer + "self_attn.k_layernorm");
        names.put("blk.#.ffn_gate", layer + "feed_forward.w1");
        names.put("blk.#.ffn_up", layer + "feed_forward.w3");
        names.put("blk.#.ffn_down", layer + "feed_forward.w2");
        names.put("blk.#.shortconv.conv", layer + "conv.conv");
        names.put("blk.#.shortconv.in_proj", layer + "conv.in_proj");
        names.put("blk.#.shortconv.out_proj", layer + "conv.out_proj");
        model.tensors(
                names,
                tensor ->
                        tensor.stem().equals("blk.#.shortconv.conv")
                                ? tensor.withShape(
                                        List.of(tensor.shape().get(0), 1, tensor.shape().get(1)))
                                : tensor);
    }
}
