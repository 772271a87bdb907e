package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Perplexity and benchmark on a tiny model. */
class MeasuringTest {
    private static final String TEXT =
            "The pump is safe to start when the valve is open. ".repeat(3);

    @Test
    void perplexityIsWhatTokenByTokenScoringGives() {
        int window = 16;
        try (Model model = TinyModels.llama()) {
            int[] tokens = model.tokenizer().encode(TEXT, Tokenizer.Special.ADD);
            int windows = tokens.length / window;
            double sum = 0;
            for (int w = 0; w < windows; w++) {
                int[] part = Arrays.copyOfRange(tokens, w * window, (w + 1) * window);
                part[0] = tokens[0];
                for (int i = window / 2; i < window - 1; i++) {
                    sum -= logprob(model, Arrays.copyOf(part, i + 1), part[i + 1]);
                }
            }
            List<Integer> progress = new ArrayList<>();
            Perplexity.Result result =
                    Perplexity.measure(model, TEXT, window, (done, total) -> progress.add(done));
            assertThat(result.scoredTokens()).isEqualTo(windows * 7);
            assertThat(result.meanNegativeLogLikelihood())
                    .isCloseTo(sum / result.scoredTokens(), within(1e-4));
            assertThat(result.perplexity())
                    .isCloseTo(Math.exp(result.meanNegativeLogLikelihood()), within(1e-9));
            assertThat(progress).hasSize(windows).last().isEqualTo(windows);
        }
    }

    private static double logprob(Model model, int[] prompt, int token) {
        Answer answer =
                model.generate(
                        Prompt.tokens(Arrays.stream(prompt).boxed().toList()),
                        GenerationOptions.GREEDY.toBuilder().maxTokens(1).logprobs(320).build());
        return answer.logprobs().getFirst().top().stream()
                .filter(top -> top.token() == token)
                .findFirst()
                .orElseThrow()
                .logprob();
    }

    @Test
    void perplexityRefusesATextShorterThanAWindow() {
        try (Model model = TinyModels.llama()) {
            assertThatThrownBy(() -> Perplexity.measure(model, "a", 64, (done, total) -> {}))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("at least one window of 64");
            assertThatThrownBy(() -> Perplexity.measure(model, "a", 3, (done, total) -> {}))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("window is 3");
        }
    }

    @Test
    void benchmarkTimesEveryRun() {
        try (Model model = TinyModels.llama()) {
            for (Benchmark.Result result :
                    List.of(Benchmark.prefill(model, 32, 3), Benchmark.decode(model, 8, 3))) {
                assertThat(result.seconds()).hasSize(3).allMatch(seconds -> seconds > 0);
                assertThat(result.tokensPerSecond()).isPositive();
                assertThat(result.deviation()).isNotNegative();
            }
            assertThat(Benchmark.prefill(model, 32, 1).test()).isEqualTo("pp32");
            assertThat(Benchmark.decode(model, 8, 1).test()).isEqualTo("tg8");
            assertThatThrownBy(() -> Benchmark.decode(model, 1 << 30, 1))
                    .isInstanceOf(InvalidOptionException.class);
        }
    }

    @Test
    void isCalledAsItsOpenerSays() {
        ModelOptions named = TinyModels.OPTIONS.withName("mine").withThreads(2);
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), named)) {
            assertThat(model.description().name()).isEqualTo("mine");
        }
        try (Model model = TinyModels.llama()) {
            assertThat(model.description().name()).isNotEmpty();
        }
    }

    @Test
    void describesTheModel() {
        try (Model model = TinyModels.llama()) {
            ModelDescription description = model.description();
            assertThat(description.architecture()).isEqualTo("llama");
            assertThat(description.quantisation()).isEqualTo("F32");
            assertThat(description.bitsPerWeight()).isEqualTo(32);
            assertThat(description.weightsBytes()).isEqualTo(description.parameterCount() * 4);
            assertThat(description.vocabularySize()).isEqualTo(320);
            assertThat(description.chatTemplate()).isFalse();
            assertThat(model.kernelDescription()).isNotEmpty();
            assertThat(model.threads()).isEqualTo(1);
            assertThat(model.tokenCount("The pump")).isPositive();
        }
    }
}
