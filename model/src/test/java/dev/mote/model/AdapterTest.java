package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * LoRA adapters. The oracle is the model with W + s · B · A as its weights, which takes another way
 * to the same logits.
 */
class AdapterTest {
    private static final int[] TOKENS = {6, 27, 301, 201, 54, 41, 16, 113};
    private static final int RANK = 3;
    private static final List<Adapter.Use> NONE = List.of();

    @TempDir Path folder;
    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Kernels.open(2);

    @AfterEach
    void release() {
        kernels.close();
        arena.close();
    }

    private static GgufFile golden(String name) {
        return GgufFile.open(Conformance.file("golden/models/" + name + ".gguf").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-bias blk.0.attn_q blk.0.attn_v blk.1.attn_output blk.1.ffn_down"
                        + " blk.0.ffn_gate",
                "llama-bias token_embd",
                "llama-bias output",
                "starcoder2 blk.0.attn_k blk.1.ffn_up blk.1.ffn_down",
                "gemma2 blk.0.attn_q blk.1.ffn_gate",
                "lfm2 blk.0.shortconv.in_proj blk.0.shortconv.out_proj",
                "qwen3moe blk.0.attn_q blk.1.ffn_gate_inp",
                "smollm3 blk.1.attn_k"
            })
    void givesWhatTheModelWithMergedWeightsGives(String example) {
        String[] words = example.split(" ", -1);
        try (GgufFile golden = golden(words[0])) {
            RandomAdapter random = new RandomAdapter(golden, RANK, 6, 1);
            for (int i = 1; i < words.length; i++) {
                random.change(words[i] + ".weight");
            }
            float[] merged = logits(random.writeMerged(folder.resolve("merged.gguf"), 0.75));
            Path adapted = random.write(folder.resolve("adapter.gguf"));
            Path plain = new RandomAdapter(golden, RANK, 6, 1).writeMerged(folder.resolve("b"), 1);
            open(
                    plain,
                    model -> {
                        try (GgufFile file = GgufFile.open(adapted)) {
                            Adapter adapter = model.adapter(file);
                            float[] base = logits(model, NONE);
                            float[] changed =
                                    logits(model, List.of(new Adapter.Use(adapter, 0.75f)));

                            assertThat(changed)
                                    .usingComparatorWithPrecision(2e-3f)
                                    .containsExactly(merged);
                            assertThat(distance(changed, base)).isGreaterThan(0.05f);
                            assertThat(logits(model, List.of(new Adapter.Use(adapter, 0))))
                                    .usingComparatorWithPrecision(1e-6f)
                                    .containsExactly(base);
                            assertThat(logits(model, NONE)).isEqualTo(base);
                        }
                    });
        }
    }

    @Test
    void addsUpSeveralAdapters() {
        try (GgufFile golden = golden("llama-bias")) {
            RandomAdapter one = new RandomAdapter(golden, RANK, 0, 1).change("blk.0.attn_q.weight");
            RandomAdapter two = new RandomAdapter(golden, 5, 10, 2).change("blk.1.ffn_up.weight");
            Path mergedOnce = one.writeMerged(folder.resolve("once.gguf"), 1);
            float[] merged;
            try (GgufFile once = GgufFile.open(mergedOnce)) {
                merged =
                        logits(
                                new RandomAdapter(once, 5, 10, 2)
                                        .change("blk.1.ffn_up.weight")
                                        .writeMerged(folder.resolve("twice.gguf"), 0.5));
            }
            withAdapters(
                    golden,
                    one,
                    two,
                    (model, first, second) ->
                            assertThat(
                                            logits(
                                                    model,
                                                    List.of(
                                                            new Adapter.Use(first, 1),
                                                            new Adapter.Use(second, 0.5f))))
                                    .usingComparatorWithPrecision(2e-3f)
                                    .containsExactly(merged));
        }
    }

    @Test
    void sequencesOfOneBatchMayUseDifferentAdapters() {
        try (GgufFile golden = golden("llama-bias")) {
            RandomAdapter one =
                    new RandomAdapter(golden, RANK, 6, 1)
                            .change("blk.0.attn_q.weight")
                            .change("token_embd.weight")
                            .change("output.weight");
            RandomAdapter two = new RandomAdapter(golden, RANK, 6, 2).change("blk.1.ffn_up.weight");
            withAdapters(
                    golden,
                    one,
                    two,
                    (model, first, second) -> {
                        List<List<Adapter.Use>> uses =
                                List.of(
                                        List.of(new Adapter.Use(first, 1)),
                                        NONE,
                                        List.of(new Adapter.Use(second, 1)),
                                        List.of(new Adapter.Use(second, 1)),
                                        List.of(new Adapter.Use(first, 0.5f)));
                        assertThat(together(model, uses))
                                .isDeepEqualTo(
                                        uses.stream()
                                                .map(use -> alone(model, use))
                                                .toArray(float[][]::new));
                    });
        }
    }

    /** Logits after one more token of every sequence, computed in one pass. */
    private float[][] together(DecoderModel model, List<List<Adapter.Use>> uses) {
        DecoderState[] states = new DecoderState[uses.size()];
        int[] tokens = new int[states.length];
        for (int i = 0; i < states.length; i++) {
            states[i] = begun(model, uses.get(i));
            tokens[i] = 17;
        }
        FloatMatrix logits = FloatMatrix.allocate(arena, states.length, model.vocabularySize());
        model.forward(states, tokens, logits);
        float[][] rows = new float[states.length][model.vocabularySize()];
        for (int i = 0; i < states.length; i++) {
            logits.copyRow(i, rows[i], 0);
            states[i].close();
        }
        return rows;
    }

    private float[] alone(DecoderModel model, List<Adapter.Use> uses) {
        try (DecoderState state = begun(model, uses)) {
            return last(model, state, new int[] {17});
        }
    }

    private DecoderState begun(DecoderModel model, List<Adapter.Use> uses) {
        DecoderState state = model.newState(16, BlockType.F32);
        state.adapt(uses);
        model.forward(state, TOKENS, FloatMatrix.allocate(arena, 0, model.vocabularySize()));
        return state;
    }

    @Test
    void anotherAdapterForgetsWhatWasRead() {
        try (GgufFile golden = golden("llama-bias")) {
            RandomAdapter one = new RandomAdapter(golden, RANK, 6, 1).change("blk.0.attn_q.weight");
            withAdapters(
                    golden,
                    one,
                    one,
                    (model, first, second) -> {
                        try (DecoderState state = begun(model, NONE)) {
                            state.adapt(NONE);
                            assertThat(state.position()).isEqualTo(TOKENS.length);
                            state.adapt(List.of(new Adapter.Use(first, 1)));
                            assertThat(state.position()).isZero();
                        }
                    });
        }
    }

    @Test
    void refusesAdaptersOfAnotherModel() {
        try (GgufFile golden = golden("llama-bias")) {
            RandomAdapter one = new RandomAdapter(golden, RANK, 6, 1).change("blk.0.attn_q.weight");
            withAdapters(
                    golden,
                    one,
                    one,
                    (model, first, second) ->
                            open(
                                    golden.path(),
                                    other -> {
                                        try (DecoderState state =
                                                other.newState(4, BlockType.F32)) {
                                            assertThatThrownBy(() ->
                                                            state.adapt(
                                                                    List.of(
                                                                            new Adapter.Use(
                                                                                    first, 1))))
                                                    .isInstanceOf(IllegalArgumentException.class)
                                                    .hasMessage(
                                                            "the adapter was loaded for another"
                                                                    + " model");
                                        }
                                    }));
        }
    }

    private interface Refusal {
        GgufWriter spoil(GgufWriter writer);
    }

    private void refuses(String model, String tensor, Refusal spoiling, String message) {
        try (GgufFile golden = golden(model)) {
            RandomAdapter random = new RandomAdapter(golden, RANK, 6, 1);
            if (!tensor.isEmpty()) {
                random.change(tensor);
            }
            Path path = folder.resolve("bad.gguf");
            spoiling.spoil(random.writer()).write(path, (info, done, total) -> {});
            open(
                    golden.path(),
                    base -> {
                        try (GgufFile file = GgufFile.open(path)) {
                            assertThatThrownBy(() -> base.adapter(file))
                                    .isInstanceOf(ModelFormatException.class)
                                    .hasMessageContaining("bad.gguf")
                                    .hasMessageContaining(message);
                        }
                    });
        }
    }

    private static final String QUERY = "blk.0.attn_q.weight";

    private static GgufWriter tensor(GgufWriter writer, String name, Integer... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        RandomAdapter.put(writer, name, new float[count], shape);
        return writer;
    }

    @Test
    void refusesFilesOfAnotherKind() {
        refuses(
                "llama-bias",
                QUERY,
                file -> file.put("general.type", GgufValueType.STRING, "model"),
                "is a model, an adapter (general.type) was expected");
        refuses(
                "llama-bias",
                QUERY,
                file -> file.put("adapter.type", GgufValueType.STRING, "control_vector"),
                "is an adapter of type 'control_vector'");
        refuses(
                "llama-bias",
                QUERY,
                file -> file.put("general.architecture", GgufValueType.STRING, "qwen2"),
                "is an adapter for architecture qwen2, the model is llama");
        refuses(
                "llama-bias",
                QUERY,
                file -> file.put("adapter.lora.alpha", GgufValueType.FLOAT32, Float.NaN),
                "'adapter.lora.alpha' is NaN");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        file.putArray(
                                "adapter.alora.invocation_tokens",
                                GgufValueType.UINT32,
                                List.of(1)),
                "invocation tokens");
        refuses("llama-bias", "", file -> file, "has no tensors");
    }

    @Test
    void refusesTensorsThatDoNotFit() {
        refuses(
                "llama-bias",
                QUERY,
                file -> tensor(file, "blk.0.attn_norm.weight", 64),
                "tensor 'blk.0.attn_norm.weight' is neither .lora_a nor .lora_b of a weight");
        refuses(
                "llama-bias",
                QUERY,
                file -> tensor(file, "blk.0.attn_k.weight.lora_a", 3, 64),
                "tensor 'blk.0.attn_k.weight.lora_b' is missing");
        refuses(
                "llama-bias",
                QUERY,
                file -> tensor(file, "blk.0.attn_k.weight.lora_b", 64, 3),
                "tensor 'blk.0.attn_k.weight.lora_a' is missing");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.9.attn_k.weight.lora_a", 3, 64),
                                "blk.9.attn_k.weight.lora_b",
                                64,
                                3),
                "changes tensor 'blk.9.attn_k.weight', which the model does not have");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.0.attn_norm.weight.lora_a", 3, 64),
                                "blk.0.attn_norm.weight.lora_b",
                                64,
                                3),
                "for which there are no adapters in this build");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.0.attn_k.weight.lora_a", 3, 63),
                                "blk.0.attn_k.weight.lora_b",
                                64,
                                3),
                "'blk.0.attn_k.weight.lora_a' is [3, 63], the model and the adapter's rank need [3,"
                        + " 64]");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.0.attn_k.weight.lora_a", 3, 64),
                                "blk.0.attn_k.weight.lora_b",
                                64,
                                4),
                "'blk.0.attn_k.weight.lora_b' is [64, 4]");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.0.attn_k.weight.lora_a", 5000, 64),
                                "blk.0.attn_k.weight.lora_b",
                                64,
                                5000),
                "has rank 5000, expected at most 4096");
        refuses(
                "llama-bias",
                QUERY,
                file ->
                        tensor(
                                tensor(file, "blk.0.attn_k.weight.lora_a", 2, 3, 64),
                                "blk.0.attn_k.weight.lora_b",
                                64,
                                3),
                "is [2, 3, 64], a matrix was expected");
    }

    @Test
    void refusesEmbeddingsThatAreTheOutputToo() {
        refuses(
                "gemma2",
                "token_embd.weight",
                file -> file,
                "which the model also uses as its output; merge it into the model");
    }

    @Test
    void anAdapterIsNoModel() {
        try (GgufFile golden = golden("llama-bias")) {
            Path path =
                    new RandomAdapter(golden, RANK, 6, 1)
                            .change(QUERY)
                            .write(folder.resolve("adapter.gguf"));
            try (GgufFile file = GgufFile.open(path)) {
                assertThatThrownBy(() -> Models.kind(file))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("is an adapter; open the model that it changes");
            }
        }
    }

    private interface WithAdapters {
        void accept(DecoderModel model, Adapter first, Adapter second);
    }

    private void withAdapters(
            GgufFile golden, RandomAdapter one, RandomAdapter two, WithAdapters use) {
        Path first = one.write(folder.resolve("one.gguf"));
        Path second = two.write(folder.resolve("two.gguf"));
        Path plain = new RandomAdapter(golden, 1, 1, 1).writeMerged(folder.resolve("plain"), 1);
        open(
                plain,
                model -> {
                    try (GgufFile a = GgufFile.open(first);
                            GgufFile b = GgufFile.open(second)) {
                        use.accept(model, model.adapter(a), model.adapter(b));
                    }
                });
    }

    private void open(Path path, Consumer<DecoderModel> use) {
        try (GgufFile file = GgufFile.open(path);
                DecoderModel model = Models.openDecoder(file, kernels)) {
            use.accept(model);
        }
    }

    private float[] logits(Path path) {
        try (GgufFile file = GgufFile.open(path);
                DecoderModel model = Models.openDecoder(file, kernels)) {
            return logits(model, NONE);
        }
    }

    /** Logits after the last token, read in two steps. */
    private float[] logits(DecoderModel model, List<Adapter.Use> uses) {
        try (DecoderState state = begun(model, uses)) {
            return last(model, state, new int[] {17, 4});
        }
    }

    private float[] last(DecoderModel model, DecoderState state, int[] tokens) {
        FloatMatrix logits = FloatMatrix.allocate(arena, 1, model.vocabularySize());
        model.forward(state, tokens, logits);
        float[] row = new float[logits.columns()];
        logits.copyRow(0, row, 0);
        return row;
    }

    private static float distance(float[] a, float[] b) {
        float most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }
}
