package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderModel;
import dev.mote.model.ModelFiles;
import dev.mote.model.Models;
import dev.mote.text.tokenizer.TextSpan;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Cross-encoders made of a golden encoder and a random classifier; what they give is computed again
 * from the encoder's token states, which the goldens hold against llama.cpp.
 */
class RerankTest {
    private static final String QUERY = "where is the pump";
    private static final List<String> DOCUMENTS =
            List.of("the pump is in the cellar", "a valve", "water and oil");

    @TempDir Path folder;

    /** The classifier's numbers. */
    private static final class Head {
        private final int hidden;
        private final float[] dense;
        private final float[] denseBias;
        private final float[] output;
        private final float[] outputBias;

        Head(int hidden) {
            this.hidden = hidden;
            Random random = new Random(5);
            dense = numbers(random, hidden * hidden);
            denseBias = numbers(random, hidden);
            output = numbers(random, hidden);
            outputBias = numbers(random, 1);
        }

        private static float[] numbers(Random random, int count) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = (float) (random.nextGaussian() * 0.3);
            }
            return numbers;
        }

        double score(float[] state) {
            double logit = outputBias[0];
            for (int row = 0; row < hidden; row++) {
                double sum = denseBias[row];
                for (int column = 0; column < hidden; column++) {
                    sum += (double) dense[row * hidden + column] * state[column];
                }
                logit += output[row] * Math.tanh(sum);
            }
            return 1 / (1 + Math.exp(-logit));
        }
    }

    /**
     * A golden encoder as a cross-encoder.
     *
     * @param sameTypes whether the second row of segment embeddings shall equal the first
     */
    private Path ranker(String name, Head head, boolean sameTypes) {
        Path target = folder.resolve(name + "-" + sameTypes + ".gguf");
        try (GgufFile source = GgufFile.open(TinyModels.path(name))) {
            GgufWriter writer = new GgufWriter().putAll(source);
            writer.removeAll("bert.pooling_type");
            writer.put("bert.pooling_type", GgufValueType.UINT32, 4L);
            for (TensorInfo tensor : source.tensors().values()) {
                MemorySegment bytes = source.data(tensor.name());
                if (tensor.name().equals("token_types.weight") && sameTypes) {
                    MemorySegment copy = Arena.ofAuto().allocate(bytes.byteSize(), 64);
                    long half = bytes.byteSize() / 2;
                    MemorySegment.copy(bytes, 0, copy, 0, half);
                    MemorySegment.copy(bytes, 0, copy, half, half);
                    bytes = copy;
                }
                writer.tensor(tensor, bytes);
            }
            put(writer, "cls.weight", List.of(head.hidden, head.hidden), head.dense);
            put(writer, "cls.bias", List.of(head.hidden), head.denseBias);
            put(writer, "cls.output.weight", List.of(1, head.hidden), head.output);
            put(writer, "cls.output.bias", List.of(1), head.outputBias);
            writer.write(target, (tensor, done, total) -> {});
        }
        return target;
    }

    private static void put(GgufWriter writer, String name, List<Integer> shape, float[] values) {
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        writer.tensor(new TensorInfo(name, BlockType.F32, shape, 4L * values.length), bytes);
    }

    private static int hiddenSize() {
        try (Model model = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS)) {
            return model.description().hiddenSize();
        }
    }

    /** [CLS] query [SEP] document [SEP], by the tokens of both alone. */
    private static int[] pair(Tokenizer tokenizer, String document) {
        List<Integer> tokens = new ArrayList<>();
        for (int token : tokenizer.encode(QUERY, Tokenizer.Special.ADD)) {
            tokens.add(token);
        }
        int[] second = tokenizer.encode(document, Tokenizer.Special.ADD);
        for (int i = 1; i < second.length; i++) {
            tokens.add(second[i]);
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void scoresAreThoseOfTheClassifierOverTheFirstState() {
        Head head = new Head(hiddenSize());
        try (Model model = Model.open(ranker("bert-mean", head, true), TinyModels.OPTIONS);
                ModelFile file = ModelFiles.open(TinyModels.path("bert-mean"));
                Kernels kernels = Kernels.open(1);
                EncoderModel encoder = Models.openEncoder(file, kernels);
                Arena arena = Arena.ofShared()) {
            double[] scores = model.rerank(QUERY, DOCUMENTS);
            assertThat(scores).hasSize(3);
            for (int i = 0; i < scores.length; i++) {
                int[] tokens = pair(model.tokenizer(), DOCUMENTS.get(i));
                FloatMatrix states = FloatMatrix.allocate(arena, tokens.length, head.hidden);
                encoder.tokenStates(tokens, states);
                float[] first = new float[head.hidden];
                states.copyRow(0, first, 0);
                assertThat(scores[i]).isCloseTo(head.score(first), within(1e-3));
            }
            assertThat(scores[0]).isNotEqualTo(scores[1]);
        }
    }

    @Test
    void documentsDoNotSeeEachOther() {
        Head head = new Head(hiddenSize());
        try (Model model = Model.open(ranker("bert-mean", head, false), TinyModels.OPTIONS)) {
            double[] together = model.rerank(QUERY, DOCUMENTS);
            for (int i = 0; i < together.length; i++) {
                assertThat(model.rerank(QUERY, List.of(DOCUMENTS.get(i)))[0])
                        .isCloseTo(together[i], within(1e-4));
            }
        }
    }

    @Test
    void tellsTheSecondTextFromTheFirst() {
        Head head = new Head(hiddenSize());
        try (Model same = Model.open(ranker("bert-mean", head, true), TinyModels.OPTIONS);
                Model apart = Model.open(ranker("bert-mean", head, false), TinyModels.OPTIONS)) {
            assertThat(apart.rerank(QUERY, DOCUMENTS)[0])
                    .isNotCloseTo(same.rerank(QUERY, DOCUMENTS)[0], within(1e-5));
        }
    }

    @Test
    void refusesEmbeddingsOfACrossEncoderAndPairsOfAnEmbedder() {
        Head head = new Head(hiddenSize());
        try (Model ranker = Model.open(ranker("bert-mean", head, false), TinyModels.OPTIONS);
                Model embedder = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS)) {
            assertThatThrownBy(() -> ranker.embed("a pump"))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("judges pairs of texts but gives no embeddings");
            assertThatThrownBy(() -> embedder.rerank(QUERY, DOCUMENTS))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("judges no pairs");
            assertThat(ranker.rerank(QUERY, List.of())).isEmpty();
        }
    }

    @Test
    void neverCutsADocument() {
        Head head = new Head(hiddenSize());
        try (Model model = Model.open(ranker("bert-mean", head, false), TinyModels.OPTIONS)) {
            assertThatThrownBy(() -> model.rerank(QUERY, List.of("pump ".repeat(2000))))
                    .isInstanceOf(ContextOverflowException.class);
        }
    }

    @Test
    void refusesACrossEncoderWithoutClassifier() {
        Path target = folder.resolve("headless.gguf");
        try (GgufFile source = GgufFile.open(TinyModels.path("bert-mean"))) {
            GgufWriter writer = new GgufWriter().putAll(source);
            writer.removeAll("bert.pooling_type");
            writer.put("bert.pooling_type", GgufValueType.UINT32, 4L);
            source.tensors().values().forEach(t -> writer.tensor(t, source.data(t.name())));
            writer.write(target, (tensor, done, total) -> {});
        }
        assertThatThrownBy(() -> Model.open(target, TinyModels.OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("cls.weight");
    }

    /** A golden decoder that has words for yes and no, and is asked by a template of its own. */
    private Path judge(String... words) {
        Path target = folder.resolve("judge" + words.length + ".gguf");
        try (GgufFile source = GgufFile.open(TinyModels.path("llama-bias"))) {
            List<Object> pieces = new ArrayList<>();
            if (source.metadata().value("tokenizer.ggml.tokens").orElseThrow()
                    instanceof List<?> old) {
                pieces.addAll(old);
            }
            for (int i = 0; i < words.length; i++) {
                pieces.set(300 + i, words[i]);
            }
            GgufWriter writer = new GgufWriter().putAll(source);
            writer.removeAll("tokenizer.ggml.tokens");
            writer.putArray("tokenizer.ggml.tokens", GgufValueType.STRING, pieces);
            writer.removeAll("tokenizer.chat_template");
            writer.put(
                    "tokenizer.chat_template.rerank",
                    GgufValueType.STRING,
                    "q {query} d {document} a");
            source.tensors().values().forEach(t -> writer.tensor(t, source.data(t.name())));
            writer.write(target, (tensor, done, total) -> {});
        }
        return target;
    }

    @Test
    void asksAModelThatGeneratesForYesOrNo() {
        Path judge = judge("yes", "no");
        try (Model model = Model.open(judge, TinyModels.OPTIONS);
                ModelFile file = ModelFiles.open(judge);
                Kernels kernels = Kernels.open(1);
                DecoderModel decoder = Models.openDecoder(file, kernels);
                Arena arena = Arena.ofShared()) {
            double[] scores = model.rerank("pump", List.of("oil", "water"));
            int i = 0;
            for (String document : List.of("oil", "water")) {
                int[] tokens =
                        model.tokenizer()
                                .encode(
                                        List.of(
                                                TextSpan.trusted("q "),
                                                TextSpan.untrusted("pump"),
                                                TextSpan.trusted(" d "),
                                                TextSpan.untrusted(document),
                                                TextSpan.trusted(" a")),
                                        true);
                FloatMatrix logits = FloatMatrix.allocate(arena, 1, decoder.vocabularySize());
                try (DecoderState state = decoder.newState(tokens.length, BlockType.F32)) {
                    decoder.forward(state, tokens, logits);
                }
                float[] row = new float[decoder.vocabularySize()];
                logits.copyRow(0, row, 0);
                double yes = Math.exp(row[300]) / (Math.exp(row[300]) + Math.exp(row[301]));
                assertThat(scores[i++]).isCloseTo(yes, within(1e-3));
            }
            assertThat(scores[0]).isNotEqualTo(scores[1]);
        }
    }

    @Test
    void refusesToAskAModelThatHasNoWordForYes() {
        try (Model model = Model.open(judge(), TinyModels.OPTIONS)) {
            assertThatThrownBy(() -> model.rerank("x", List.of("y")))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("has no token for 'yes'");
        }
    }

    @Test
    void neverAsksAboutMoreThanTheContextHolds() {
        try (Model model =
                Model.open(judge("yes", "no"), TinyModels.OPTIONS.withContextLength(20))) {
            assertThat(model.rerank("pump", List.of("oil"))).hasSize(1);
            assertThatThrownBy(() -> model.rerank("pump", List.of("oil", "pump ".repeat(40))))
                    .isInstanceOf(ContextOverflowException.class);
        }
    }
}
