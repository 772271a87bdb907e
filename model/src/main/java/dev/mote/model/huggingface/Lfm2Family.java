package dev.mote.model.huggingface;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** LFM2, which mixes convolutions and attention. */
final class Lfm2Family {
    private static final String LAYER = "model.layers.#.";

    private Lfm2Family() {}

    static void lfm2(Adaptation model) {
        Config config = model.config();
        model.architecture("lfm2");
        Shape.common(model);
        RopeScaling.write(model);
        model.put("attention.head_count_kv", kvHeads(config));
        model.put("attention.layer_norm_rms_epsilon", config.number("norm_eps", 1e-5));
        model.put("shortconv.l_cache", config.integer("conv_L_cache"));
        // The configured width may be rounded by a rule of the training code; the weights know.
        model.put(
                "feed_forward_length",
                model.shape("model.layers.0.feed_forward.w1.weight").getFirst());
        model.rename("model.embed_tokens", "token_embd");
        model.rename("model.embedding_norm", "token_embd_norm");
        Shape.head(model);
        model.rename(LAYER + "operator_norm", "blk.#.attn_norm");
        model.rename(LAYER + "ffn_norm", "blk.#.ffn_norm");
        model.rename(LAYER + "conv.in_proj", "blk.#.shortconv.in_proj");
        model.rename(LAYER + "conv.out_proj", "blk.#.shortconv.out_proj");
        model.rename(LAYER + "conv.conv", "blk.#.shortconv.conv", Conversion.SQUEEZE);
        model.rename(LAYER + "self_attn.q_proj", "blk.#.attn_q");
        model.rename(LAYER + "self_attn.k_proj", "blk.#.attn_k");
        model.rename(LAYER + "self_attn.v_proj", "blk.#.attn_v");
        model.rename(LAYER + "self_attn.out_proj", "blk.#.attn_output");
        model.rename(LAYER + "self_attn.q_layernorm", "blk.#.attn_q_norm");
        model.rename(LAYER + "self_attn.k_layernorm", "blk.#.attn_k_norm");
        model.rename(LAYER + "feed_forward.w1", "blk.#.ffn_gate");
        model.rename(LAYER + "feed_forward.w3", "blk.#.ffn_up");
        model.rename(LAYER + "feed_forward.w2", "blk.#.ffn_down");
    }

    /** One number for each layer, 0 for convolutions. */
    private static List<Long> kvHeads(Config config) {
        long heads = config.integer("num_key_value_heads", config.integer("num_attention_heads"));
        List<Long> perLayer = new ArrayList<>();
        if (config.has("layer_types")) {
            for (String type : config.texts("layer_types").orElse(List.of())) {
                perLayer.add(type.equals("full_attention") ? heads : 0);
            }
            return perLayer;
        }
        int[] attention = config.integers("full_attn_idxs").orElse(new int[0]);
        long layers = Math.min(512, config.integer("num_hidden_layers"));
        for (int i = 0; i < layers; i++) {
            int layer = i;
            perLayer.add(Arrays.stream(attention).anyMatch(index -> index == layer) ? heads : 0);
        }
        return perLayer;
    }
}
