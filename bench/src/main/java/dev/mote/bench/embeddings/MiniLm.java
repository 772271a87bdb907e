package dev.mote.bench.embeddings;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Writes the ONNX export of all-MiniLM-L6-v2 as GGUF: the same weights, matrices transposed to
 * [outputs, inputs] and encoded in the type asked for, everything else in F32.
 */
final class MiniLm {
    private static final int LAYERS = 6;
    private static final int HIDDEN = 384;
    private static final int CONTEXT = 512;

    private final GgufWriter writer = new GgufWriter();
    private final OnnxFile onnx;
    private final BlockType type;
    private final Arena arena;

    private MiniLm(OnnxFile onnx, BlockType type, Arena arena) {
        this.onnx = onnx;
        this.type = type;
        this.arena = arena;
    }

    /**
     * Converts a model.
     *
     * @param tokenizer the tokenizer.json that belongs to it
     * @param type of the matrices, one with {@link BlockType#canEncode}
     */
    static void convert(OnnxFile onnx, Path tokenizer, BlockType type, Path target)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MiniLm conversion = new MiniLm(onnx, type, arena);
            conversion.hyperparameters();
            conversion.vocabulary(JSON.std.mapFrom(Files.readString(tokenizer)));
            conversion.weights();
            conversion.writer.write(target, (tensor, written, total) -> {});
        }
    }

    private void hyperparameters() {
        writer.put("general.architecture", GgufValueType.STRING, "bert");
        writer.put("general.name", GgufValueType.STRING, "all-MiniLM-L6-v2");
        integer("bert.context_length", CONTEXT);
        integer("bert.embedding_length", HIDDEN);
        integer("bert.block_count", LAYERS);
        integer("bert.feed_forward_length", 4 * HIDDEN);
        integer("bert.attention.head_count", 12);
        integer("bert.pooling_type", 1); // mean
        writer.put("bert.attention.layer_norm_epsilon", GgufValueType.FLOAT32, 1e-12f);
        writer.put("bert.attention.causal", GgufValueType.BOOL, false);
    }

    private void integer(String key, int value) {
        writer.put(key, GgufValueType.UINT32, value);
    }

    /** Pieces spelled as GGUF does: a mark before words, none before what continues a word. */
    private void vocabulary(Map<String, Object> tokenizer) {
        if (!(tokenizer.get("model") instanceof Map<?, ?> model)
                || !(model.get("vocab") instanceof Map<?, ?> vocabulary)) {
            throw new IllegalStateException("tokenizer.json has no vocabulary");
        }
        List<String> pieces = new ArrayList<>(Collections.nCopies(vocabulary.size(), ""));
        List<Integer> types = new ArrayList<>(Collections.nCopies(vocabulary.size(), 1));
        vocabulary.forEach((key, value) -> {
            String piece = String.valueOf(key);
            int id = ((Number) value).intValue();
            boolean special = piece.matches("\\[(PAD|UNK|CLS|SEP|MASK)]");
            types.set(id, special ? 3 : 1);
            pieces.set(
                    id,
                    special ? piece : piece.startsWith("##") ? piece.substring(2) : "▁" + piece);
        });
        writer.put("tokenizer.ggml.model", GgufValueType.STRING, "bert");
        writer.putArray("tokenizer.ggml.tokens", GgufValueType.STRING, pieces);
        writer.putArray("tokenizer.ggml.token_type", GgufValueType.INT32, types);
        integer("tokenizer.ggml.padding_token_id", pieces.indexOf("[PAD]"));
        integer("tokenizer.ggml.unknown_token_id", pieces.indexOf("[UNK]"));
        integer("tokenizer.ggml.bos_token_id", pieces.indexOf("[CLS]"));
        integer("tokenizer.ggml.seperator_token_id", pieces.indexOf("[SEP]")); // so spelled
        integer("tokenizer.ggml.token_type_count", 2);
    }

    private void weights() {
        add("token_embd.weight", type, onnx.tensor("embeddings.word_embeddings.weight"));
        plain("position_embd.weight", "embeddings.position_embeddings.weight");
        plain("token_types.weight", "embeddings.token_type_embeddings.weight");
        norm("token_embd_norm", "embeddings.LayerNorm");
        for (int layer = 0; layer < LAYERS; layer++) {
            String to = "blk." + layer + ".";
            String from = "encoder.layer." + layer + ".";
            linear(to + "attn_q", from + "attention.self.query");
            linear(to + "attn_k", from + "attention.self.key");
            linear(to + "attn_v", from + "attention.self.value");
            linear(to + "attn_output", from + "attention.output.dense");
            norm(to + "attn_output_norm", from + "attention.output.LayerNorm");
            linear(to + "ffn_up", from + "intermediate.dense");
            linear(to + "ffn_down", from + "output.dense");
            norm(to + "layer_output_norm", from + "output.LayerNorm");
        }
    }

    private void norm(String to, String from) {
        plain(to + ".weight", from + ".weight");
        plain(to + ".bias", from + ".bias");
    }

    private void plain(String to, String from) {
        add(to, BlockType.F32, onnx.tensor(from));
    }

    /** The export names no matrices: each is found at the product that uses it. */
    private void linear(String to, String from) {
        String scope = "/" + from.replace('.', '/').replace("encoder/layer/", "encoder/layer.");
        OnnxFile.Tensor stored = onnx.factor(scope + "/MatMul");
        int inputs = stored.shape().get(0);
        int outputs = stored.shape().get(1);
        float[] values = stored.values();
        float[] transposed = new float[values.length];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                transposed[o * inputs + i] = values[i * outputs + o];
            }
        }
        add(to + ".weight", type, List.of(outputs, inputs), transposed);
        plain(to + ".bias", from + ".bias");
    }

    private void add(String name, BlockType wanted, OnnxFile.Tensor tensor) {
        add(name, wanted, tensor.shape(), tensor.values());
    }

    private void add(String name, BlockType wanted, List<Integer> shape, float[] values) {
        long bytes = wanted.bytesFor(values.length);
        MemorySegment encoded = arena.allocate(bytes);
        wanted.encode(values, 0, encoded, 0, values.length);
        writer.tensor(new TensorInfo(name, wanted, shape, bytes), encoded);
    }
}
