package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.model.ContextOverflowException;

import org.junit.jupiter.api.Test;

import java.util.List;

class ContextTest {
    private static final int CONTEXT = 32;
    private static final ModelOptions OPTIONS = TinyModels.OPTIONS.withContextLength(CONTEXT);

    @Test
    void aPromptThatDoesNotFitIsAnError() {
        try (Model model = open()) {
            assertThatThrownBy(() -> model.generate(prompt(33), GenerationOptions.GREEDY))
                    .isInstanceOfSatisfying(
                            ContextOverflowException.class,
                            e -> {
                                assertThat(e.needed()).isEqualTo(33);
                                assertThat(e.capacity()).isEqualTo(CONTEXT);
                            });
        }
    }

    @Test
    void anAnswerThatCannotFitIsAnErrorBeforeAnythingIsComputed() {
        try (Model model = open()) {
            assertThatThrownBy(() -> model.generate(prompt(20), endless(model, 14)))
                    .isInstanceOf(ContextOverflowException.class);
            Answer answer = model.generate(prompt(20), endless(model, 13));
            assertThat(answer.tokens()).hasSize(13);
            assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void anAnswerWithoutLimitSaysThatTheContextIsFull() {
        try (Model model = open()) {
            Answer answer = model.generate(prompt(20), endless(model, 0));
            assertThat(answer.finishReason()).isEqualTo(FinishReason.CONTEXT_FULL);
            assertThat(answer.tokens()).hasSize(13);
        }
    }

    @Test
    void shiftingDropsTheOldestHalfAndSaysHowMuch() {
        try (Model model = open()) {
            GenerationOptions shifting = shifting(model, 100);
            Answer answer = model.generate(prompt(50), shifting);
            assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(answer.tokens()).hasSize(100);
            // 50 become 25; each time 32 positions are full, about 16 go.
            assertThat(answer.statistics().droppedTokens()).isBetween(25 + 5 * 15, 25 + 8 * 16);
            assertThat(answer.statistics().promptTokens()).isEqualTo(25);
        }
    }

    @Test
    void shiftingReadsWhatIsKeptAsIfItWereThePrompt() {
        try (Model model = open()) {
            GenerationOptions one =
                    shifting(model, 1).toBuilder().keepTokens(4).greedy().logprobs(0).build();
            Answer shifted = model.generate(prompt(40), one);
            List<Integer> tokens = ((Prompt.Tokens) prompt(40)).tokens();
            List<Integer> kept =
                    java.util.stream.Stream.concat(
                                    tokens.subList(0, 4).stream(), tokens.subList(22, 40).stream())
                            .toList();
            assertThat(shifted.statistics().droppedTokens()).isEqualTo(18);
            assertThat(shifted.logprobs())
                    .isEqualTo(model.generate(Prompt.tokens(kept), one).logprobs());
        }
    }

    @Test
    void shiftingThatMustKeepEverythingIsAnError() {
        try (Model model = open()) {
            for (int keep : new int[] {40, Integer.MAX_VALUE}) {
                GenerationOptions greedyKeeper =
                        shifting(model, 10).toBuilder().keepTokens(keep).build();
                assertThatThrownBy(() -> model.generate(prompt(50), greedyKeeper))
                        .isInstanceOf(ContextOverflowException.class);
            }
        }
    }

    @Test
    void keepingSoMuchThatNothingCanMakeRoomIsRefusedBeforeTheAnswerBegins() {
        try (Model model = open()) {
            GenerationOptions keeper = shifting(model, 10).toBuilder().keepTokens(31).build();
            assertThatThrownBy(() -> model.stream(prompt(31), keeper))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("keeps is 31 tokens long")
                    .hasMessageContaining("at most 30 in a context of 32")
                    .hasMessageContaining("lower keepTokens");
            GenerationOptions fitting = keeper.toBuilder().maxTokens(2).build();
            assertThat(model.generate(prompt(31), fitting).tokens()).hasSize(2);
            GenerationOptions lower = keeper.toBuilder().keepTokens(30).build();
            assertThat(model.generate(prompt(31), lower).tokens()).hasSize(10);
        }
    }

    @Test
    void aContextLongerThanTrainedForMustBeAskedForTwice() {
        ModelOptions beyond = TinyModels.OPTIONS.withContextLength(1_000_000);
        assertThatThrownBy(() -> Model.open(TinyModels.path(TinyModels.LLAMA), beyond))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("contextLength is 1000000")
                .hasMessageContaining("beyondTraining");
        try (Model model =
                Model.open(TinyModels.path(TinyModels.LLAMA), beyond.withBeyondTraining(true))) {
            assertThat(model.description().contextLength()).isEqualTo(1_000_000);
        }
    }

    @Test
    void aCacheLargerThanMemoryIsRefusedWithFigures() {
        ModelOptions huge =
                TinyModels.OPTIONS
                        .withContextLength(Integer.MAX_VALUE - 8)
                        .withBeyondTraining(true);
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), huge)) {
            assertThatThrownBy(() -> model.generate("a"))
                    .isInstanceOf(NotEnoughMemoryException.class)
                    .hasMessageContaining("a KV cache of 2147483639 positions in F32 needs")
                    .hasMessageContaining("choose a shorter context");
        }
    }

    @Test
    void memoryNeedGrowsWithTheContext() {
        try (Model model = open()) {
            MemoryNeed small = model.memoryNeed(100);
            MemoryNeed large = model.memoryNeed(200);
            assertThat(large.kvBytes()).isGreaterThan(small.kvBytes());
            assertThat(small.weightsBytes()).isEqualTo(model.description().weightsBytes());
            assertThat(small.kvFits()).isTrue();
        }
    }

    private static Model open() {
        return Model.open(TinyModels.path(TinyModels.LLAMA), OPTIONS);
    }

    private static Prompt prompt(int length) {
        Integer[] tokens = new Integer[length];
        for (int i = 0; i < length; i++) {
            tokens[i] = 10 + i * 7 % 200;
        }
        return Prompt.tokens(List.of(tokens));
    }

    private static GenerationOptions endless(Model model, int maxTokens) {
        GenerationOptionsBuilder builder = GenerationOptions.builder().maxTokens(maxTokens).seed(1);
        model.tokenizer()
                .endOfGeneration()
                .forEach(token -> builder.logitBias(token, Double.NEGATIVE_INFINITY));
        return builder.build();
    }

    private static GenerationOptions shifting(Model model, int maxTokens) {
        return endless(model, maxTokens).toBuilder().overflow(OverflowPolicy.SHIFT).build();
    }
}
