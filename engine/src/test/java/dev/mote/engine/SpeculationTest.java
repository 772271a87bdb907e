package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.sampling.DryOptions;
import dev.mote.engine.sampling.InvalidOptionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** Guesses change how fast an answer comes, and nothing else. */
@Timeout(120)
class SpeculationTest {
    private static final Prompt PROMPT =
            Prompt.text("one two three four one two three four one two three");
    private static final Speculation LOOKUP = Speculation.promptLookup();

    /** A model of the same vocabulary that thinks otherwise. */
    private static final String OTHER = "llama-rope-yarn";

    enum Wish {
        GREEDY(options -> options.greedy()),
        SAMPLED(options -> options.temperature(1).topK(0).topP(1).minP(0)),
        TRUNCATED(options -> options.temperature(0.9).topK(12).topP(0.9).minP(0.02).typicalP(0.95)),
        PENALISED(options ->
                options.temperature(0.7)
                        .repetitionPenalty(1.2)
                        .frequencyPenalty(0.3)
                        .presencePenalty(0.1)
                        .penaltyWindow(20)
                        .dry(DryOptions.NONE.withMultiplier(0.8))),
        BIASED(options -> options.temperature(0.5).logitBias(30, 5).logitBias(40, -100)),
        CONSTRAINED(
                options -> options.temperature(0.8).constraint(Constraint.regex("([a-d]{2} )+")));

        @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
        private final UnaryOperator<GenerationOptionsBuilder> change;

        Wish(UnaryOperator<GenerationOptionsBuilder> change) {
            this.change = change;
        }

        GenerationOptions options(long seed, Speculation speculation) {
            return change.apply(GenerationOptions.builder().maxTokens(60).logprobs(3).seed(seed))
                    .speculation(speculation)
                    .build();
        }
    }

    private static void assertSame(Answer with, Answer without) {
        assertThat(with.tokens()).isEqualTo(without.tokens());
        assertThat(with.text()).isEqualTo(without.text());
        assertThat(with.logprobs()).isEqualTo(without.logprobs());
        assertThat(with.finishReason()).isEqualTo(without.finishReason());
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void aSeedGivesTheSameAnswerWithEveryKindOfGuess(Wish wish) {
        try (Model model = TinyModels.llama();
                Model other = Model.open(TinyModels.path(OTHER), TinyModels.OPTIONS)) {
            int accepted = 0;
            for (long seed = 0; seed < 4; seed++) {
                Answer plain = model.generate(PROMPT, wish.options(seed, Speculation.none()));
                for (Speculation speculation :
                        List.of(
                                LOOKUP,
                                Speculation.promptLookup(1, 3),
                                Speculation.draft(model, 5),
                                Speculation.draft(other, 4))) {
                    Answer answer = model.generate(PROMPT, wish.options(seed, speculation));
                    assertSame(answer, plain);
                    accepted += answer.statistics().acceptedTokens();
                    assertThat(answer.statistics().acceptedTokens())
                            .isBetween(0, answer.statistics().draftedTokens());
                }
                assertThat(plain.statistics().draftedTokens()).isZero();
            }
            assertThat(accepted).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"llama-bias", "gemma2", "smollm3", "starcoder2", "olmo2-swa", "qwen3moe"})
    void greedyTextIsTheSameInEveryArchitecture(String name) {
        try (Model model = Model.open(TinyModels.path(name), TinyModels.OPTIONS)) {
            Answer plain = model.generate(PROMPT, Wish.GREEDY.options(0, Speculation.none()));
            assertSame(model.generate(PROMPT, Wish.GREEDY.options(0, LOOKUP)), plain);
        }
    }

    @Test
    void aModelThatGuessesForItselfIsNearlyAlwaysRight() {
        try (Model model = TinyModels.llama()) {
            GenerationStatistics statistics =
                    model.generate(PROMPT, Wish.SAMPLED.options(7, Speculation.draft(model, 11)))
                            .statistics();
            assertThat(statistics.draftedTokens()).isPositive();
            assertThat(statistics.acceptedTokens())
                    .isGreaterThanOrEqualTo(statistics.draftedTokens() * 9 / 10);
        }
    }

    /** Pearson's test on the first three tokens, from two independent sets of seeds. */
    @Test
    void samplesFollowTheSameDistribution() {
        int count = 2000;
        Map<List<Integer>, int[]> seen = new TreeMap<>((a, b) -> a.toString().compareTo(b + ""));
        try (Model model = TinyModels.llama();
                Model other = Model.open(TinyModels.path(OTHER), TinyModels.OPTIONS)) {
            for (int i = 0; i < 2 * count; i++) {
                int set = i % 2;
                GenerationOptions options =
                        GenerationOptions.builder()
                                .maxTokens(3)
                                .temperature(1.5)
                                .topK(3)
                                .topP(1)
                                .minP(0)
                                .seed(i)
                                .speculation(
                                        set == 0 ? Speculation.none() : Speculation.draft(other, 3))
                                .build();
                seen.computeIfAbsent(
                                model.generate(PROMPT, options).tokens(), tokens -> new int[2])[
                        set]++;
            }
        }
        double chiSquare = 0;
        int categories = 0;
        for (int[] counts : seen.values()) {
            if (counts[0] + counts[1] >= 10) {
                double expected = (counts[0] + counts[1]) / 2.0;
                chiSquare += 2 * (counts[0] - expected) * (counts[0] - expected) / expected;
                categories++;
            }
        }
        assertThat(categories).isGreaterThan(8);
        // Mean and standard deviation of the distribution with so many degrees of freedom.
        int degrees = categories - 1;
        assertThat(chiSquare).isLessThan(degrees + 4 * Math.sqrt(2.0 * degrees));
    }

    @Test
    void answersInCompanyAreAsAlone() throws Exception {
        try (Model model = TinyModels.llama();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<GenerationOptions> wishes = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                Wish wish = Wish.values()[i % Wish.values().length];
                Speculation speculation =
                        switch (i % 3) {
                            case 0 -> LOOKUP;
                            case 1 -> Speculation.none();
                            default -> Speculation.draft(model, 4);
                        };
                wishes.add(wish.options(i, speculation));
            }
            List<Answer> alone = new ArrayList<>();
            for (GenerationOptions wish : wishes) {
                alone.add(model.generate(PROMPT, wish));
            }
            List<Future<Answer>> together = new ArrayList<>();
            for (GenerationOptions wish : wishes) {
                together.add(threads.submit(() -> model.generate(PROMPT, wish)));
            }
            for (int i = 0; i < wishes.size(); i++) {
                assertSame(together.get(i).get(), alone.get(i));
            }
        }
    }

    @Test
    void aChatGoesOnAfterAnswersThatWereGuessed() {
        try (Model model = TinyModels.llama()) {
            ChatOptions options = ChatOptions.DEFAULT.withTemplate(TinyModels.TEMPLATE);
            GenerationOptions plain =
                    GenerationOptions.GREEDY.toBuilder()
                            .maxTokens(20)
                            .overflow(OverflowPolicy.SHIFT)
                            .build();
            try (ChatSession one = model.chat(options.withGeneration(plain));
                    ChatSession two =
                            model.chat(
                                    options.withGeneration(
                                            plain.toBuilder().speculation(LOOKUP).build()))) {
                for (int i = 0; i < 6; i++) {
                    Answer expected = one.send("tell me more");
                    Answer found = two.send("tell me more");
                    assertSame(found, expected);
                    assertThat(found.statistics().cachedTokens())
                            .isEqualTo(expected.statistics().cachedTokens());
                    assertThat(two.contextTokens()).isEqualTo(one.contextTokens());
                }
            }
        }
    }

    @Test
    void aContextThatShiftsIsGuessedInToo() {
        ModelOptions narrow = TinyModels.OPTIONS.withContextLength(48);
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), narrow)) {
            GenerationOptions plain =
                    GenerationOptions.GREEDY.toBuilder()
                            .maxTokens(150)
                            .overflow(OverflowPolicy.SHIFT)
                            .build();
            Answer expected = model.generate("one two one two", plain.toBuilder().build());
            Answer found =
                    model.generate(
                            "one two one two", plain.toBuilder().speculation(LOOKUP).build());
            assertThat(expected.statistics().droppedTokens()).isPositive();
            assertSame(found, expected);
            assertThat(found.statistics().droppedTokens())
                    .isEqualTo(expected.statistics().droppedTokens());
        }
    }

    @Test
    void refusesModelsThatCannotTakeTokensBack() {
        try (Model model = Model.open(TinyModels.path("lfm2"), TinyModels.OPTIONS)) {
            assertThatThrownBy(() -> model.generate(PROMPT, Wish.GREEDY.options(0, LOOKUP)))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("lfm2.gguf")
                    .hasMessageContaining("cannot take tokens back");
        }
    }

    @Test
    void refusesADraftModelOfAnotherVocabularyAndLengthsOutOfRange() {
        try (Model model = TinyModels.llama();
                Model lfm2 = Model.open(TinyModels.path("lfm2"), TinyModels.OPTIONS);
                Model bert = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS)) {
            assertThatThrownBy(() ->
                            model.generate(
                                    PROMPT, Wish.GREEDY.options(0, Speculation.draft(bert, 4))))
                    .isInstanceOf(UnsupportedByModelException.class);
            assertThatThrownBy(() ->
                            model.generate(
                                    PROMPT, Wish.GREEDY.options(0, Speculation.draft(lfm2, 4))))
                    .isInstanceOfAny(
                            InvalidOptionException.class, UnsupportedByModelException.class);
            assertThatThrownBy(() -> Speculation.draft(model, 12))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessage("draftMax of speculation is 12; it must be 1 to 11");
            assertThatThrownBy(() -> Speculation.promptLookup(0, 4))
                    .hasMessage("ngramMax of prompt lookup is 0; it must be 1 to 32");
        }
    }

    @Test
    void aClosedDraftModelEndsTheAnswer() {
        try (Model model = TinyModels.llama()) {
            Model other = Model.open(TinyModels.path(OTHER), TinyModels.OPTIONS);
            try (Generation generation =
                    model.stream(PROMPT, Wish.GREEDY.options(0, Speculation.draft(other, 4)))) {
                generation.next();
                other.close();
                assertThatThrownBy(() -> generation.forEachRemaining(event -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed");
            }
        }
    }
}
