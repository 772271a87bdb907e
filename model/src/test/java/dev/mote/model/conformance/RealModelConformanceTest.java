package dev.mote.model.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.Models;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Published models: what they say greedily, and with which logits. */
class RealModelConformanceTest {
    /** Room between implementations at 2 bits a weight, measured by the goldens' README. */
    private static final double TINYLLAMA_MAX_ABS = 1.0;

    private static final double TINYLLAMA_KL = 0.05;

    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated"})
    void tellsTheStoriesOfStories260K(String backend) {
        String suite = "stories260K (%s)".formatted(backend);
        Optional<Path> model = Conformance.file("models/stories260K.F32.gguf");
        Optional<Path> record = Conformance.file("golden/real/stories260K.json");
        if (model.isEmpty() || record.isEmpty()) {
            Conformance.skipped(suite, "models/ or golden/real/ is not in mote.shared");
            return;
        }
        Golden golden = Golden.read(record.get());
        List<Golden> runs = golden.children("runs");
        int passed = 0;
        try (Kernels kernels = Kernels.open(2, backend);
                ModelFile file = GgufFile.open(model.get());
                DecoderModel decoder = Models.openDecoder(file, kernels)) {
            for (Golden run : runs) {
                story(decoder, run);
                passed++;
            }
        } finally {
            Conformance.report(suite, passed, runs.size());
        }
    }

    /** Logits of the first positions, and a hundred tokens. */
    private static void story(DecoderModel model, Golden run) {
        String what = "stories260K, run " + run.text("name");
        int[] prompt = run.integers("prompt_tokens");
        int[] tokens = run.integers("logits_tokens");
        try (Arena arena = Arena.ofShared();
                DecoderState state = model.newState(tokens.length, BlockType.F32)) {
            FloatMatrix logits = FloatMatrix.allocate(arena, tokens.length, model.vocabularySize());
            model.forward(state, tokens, logits);
            float[] computed = Rows.toArray(logits);
            float[] reference = run.floats("logits");
            Tolerance.F32.require(
                    what,
                    Difference.between(computed, reference, model.vocabularySize()),
                    computed,
                    reference,
                    model.vocabularySize());
        }
        int compared =
                greedy(
                        what,
                        model,
                        prompt,
                        run.integers("greedy"),
                        run.numbers("greedy_margin"),
                        Tolerance.F32.maxAbs());
        assertThat(compared).as(what + ", tokens compared").isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated"})
    void tellsTheStoriesOfStories15M(String backend) {
        String suite = "stories15M (%s)".formatted(backend);
        Optional<Path> model = Conformance.file("models/stories15M.Q8_0.gguf");
        Optional<Path> record = Conformance.file("golden/real/stories15M.json");
        if (model.isEmpty() || record.isEmpty()) {
            Conformance.skipped(suite, "models/ or golden/real/ is not in mote.shared");
            return;
        }
        List<Golden> runs = Golden.read(record.get()).children("runs");
        int passed = 0;
        try (Kernels kernels = Kernels.open(2, backend);
                ModelFile file = GgufFile.open(model.get());
                DecoderModel decoder = Models.openDecoder(file, kernels)) {
            for (Golden run : runs) {
                // All implementations agree on these prompts, whatever they round.
                int[] expected = run.integers("greedy_reference");
                int compared =
                        greedy(
                                "stories15M, " + run.text("prompt"),
                                decoder,
                                run.integers("prompt_tokens"),
                                expected,
                                run.numbers("greedy_reference_margin"),
                                0);
                assertThat(compared).isEqualTo(expected.length);
                passed++;
            }
        } finally {
            Conformance.report(suite, passed, runs.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated"})
    void answersAsTinyLlamaDoes(String backend) {
        String suite = "tinyllama (%s)".formatted(backend);
        Optional<Path> model = TinyLlama.find();
        Optional<Path> record = Conformance.file("golden/real/tinyllama.json");
        if (model.isEmpty() || record.isEmpty()) {
            Conformance.skipped(
                    suite,
                    "no model given by -Dmote.tinyllama=FILE or in MOTE_HOME, or no golden/real/ in"
                            + " mote.shared");
            return;
        }
        List<Golden> conversations = Golden.read(record.get()).children("conversations");
        int passed = 0;
        try (Kernels kernels = Kernels.open(2, backend);
                ModelFile file = GgufFile.open(model.get());
                DecoderModel decoder = Models.openDecoder(file, kernels)) {
            for (Golden conversation : conversations) {
                conversation(
                        decoder,
                        conversation,
                        "tinyllama, conversation " + passed,
                        backend.equals("generated"));
                passed++;
            }
        } finally {
            Conformance.report(suite, passed, conversations.size());
        }
    }

    /**
     * @param rounding whether activations are rounded to 8 bits: then a token may differ where the
     *     reference itself hardly decides, by less than twice what llama.cpp's rounding moves
     *     logits
     */
    private static void conversation(
            DecoderModel model, Golden golden, String what, boolean rounding) {
        double maxAbs =
                rounding
                        ? golden.child("spread_vs_reference").child("b9888_stock").number("rms")
                        : 0;
        int[] tokens = golden.integers("tokens");
        try (Arena arena = Arena.ofShared();
                DecoderState state = model.newState(tokens.length, BlockType.F16)) {
            FloatMatrix logits = FloatMatrix.allocate(arena, 1, model.vocabularySize());
            model.forward(state, tokens, logits);
            float[] computed = Rows.toArray(logits);
            for (Object pair : (List<?>) golden.field("last_prompt_logits_top50_reference")) {
                List<?> entry = (List<?>) pair;
                int id = ((Number) entry.get(0)).intValue();
                assertThat((double) computed[id])
                        .as("%s, logit of token %d", what, id)
                        .isCloseTo(
                                ((Number) entry.get(1)).doubleValue(),
                                org.assertj.core.data.Offset.offset(TINYLLAMA_MAX_ABS));
            }
            if (golden.has("last_prompt_logits_reference")) {
                Difference difference =
                        Difference.between(
                                computed,
                                golden.floats("last_prompt_logits_reference"),
                                model.vocabularySize());
                assertThat(difference.meanKl()).as(what + ", KL").isLessThan(TINYLLAMA_KL);
            }
        }
        if (golden.bool("all_implementations_agree")) {
            int[] expected = golden.integers("greedy_reference");
            greedy(what, model, tokens, expected, golden.numbers("margin_reference"), maxAbs);
        }
    }

    /** Perplexity as llama-perplexity measures it, which the goldens' README describes. */
    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated"})
    void predictsTextAsWellAsTinyLlamaDoes(String backend) {
        String suite = "tinyllama perplexity (%s)".formatted(backend);
        Optional<Path> model = TinyLlama.find();
        Optional<Path> record = Conformance.file("golden/real/tinyllama.ppl.json");
        if (model.isEmpty() || record.isEmpty()) {
            Conformance.skipped(suite, "no TinyLlama or no golden/real/ in mote.shared");
            return;
        }
        Golden golden = Golden.read(record.get());
        double perplexity;
        try (Kernels kernels = Kernels.open(2, backend);
                ModelFile file = GgufFile.open(model.get());
                DecoderModel decoder = Models.openDecoder(file, kernels)) {
            perplexity = perplexity(decoder, golden.integers("tokens"), golden.integer("n_ctx"));
        }
        boolean close = perplexity > 6.30 * 0.975 && perplexity < 6.30 * 1.025;
        Conformance.report(suite, close ? 1 : 0, 1);
        assertThat(close).as("perplexity %.4f, expected 6.30 ± 2.5 %%", perplexity).isTrue();
    }

    private static double perplexity(DecoderModel model, int[] tokens, int window) {
        double negativeLogLikelihood = 0;
        int count = 0;
        int scored = window / 2 - 1;
        try (Arena arena = Arena.ofShared();
                DecoderState state = model.newState(window, BlockType.F16)) {
            // Logits of positions window/2 … window − 2, each predicting the token after it.
            FloatMatrix logits = FloatMatrix.allocate(arena, scored + 1, model.vocabularySize());
            for (int from = 0; from + window <= tokens.length; from += window) {
                int[] input = Arrays.copyOfRange(tokens, from, from + window);
                input[0] = tokens[0];
                state.truncate(0);
                model.forward(state, input, logits.rows(0, scored + 1));
                float[] values = Rows.toArray(logits);
                for (int i = 0; i < scored; i++) {
                    int offset = i * model.vocabularySize();
                    int next = tokens[from + window / 2 + i + 1];
                    negativeLogLikelihood -=
                            values[offset + next]
                                    - Rows.logSumExp(values, offset, model.vocabularySize());
                    count++;
                }
            }
        }
        return Math.exp(negativeLogLikelihood / count);
    }

    private static int greedy(
            String what,
            DecoderModel model,
            int[] prompt,
            int[] expected,
            double[] margins,
            double maxAbs) {
        try (Arena arena = Arena.ofShared();
                DecoderState state =
                        model.newState(prompt.length + expected.length, BlockType.F32)) {
            FloatMatrix logits = FloatMatrix.allocate(arena, 1, model.vocabularySize());
            model.forward(state, prompt, logits);
            return Continuation.require(
                    what,
                    (tokens, row) -> model.forward(state, tokens, row),
                    Rows.argmaxOfLast(logits),
                    expected,
                    margins,
                    maxAbs,
                    model.vocabularySize());
        }
    }
}
