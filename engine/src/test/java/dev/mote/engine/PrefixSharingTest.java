package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prompts that begin as earlier ones did. */
class PrefixSharingTest {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT
                    .withThreads(1)
                    .withKvType(BlockType.F16)
                    .withContextLength(700)
                    .withBeyondTraining(true)
                    .withPrefillChunk(64);

    @TempDir private Path folder;

    private static Model open(String name, ModelOptions options) {
        return Model.open(TinyModels.path(name), options);
    }

    /** Tokens that follow a rule, from {@code changed} on another one. */
    private static Prompt prompt(int length, int changed) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            tokens.add(10 + (i < changed ? i * 7 : i * 11 + 3) % 200);
        }
        return Prompt.tokens(tokens);
    }

    private static Answer answer(Model model, Prompt prompt, String salt) {
        return model.generate(
                prompt,
                GenerationOptions.builder()
                        .greedy()
                        .maxTokens(6)
                        .logprobs(3)
                        .cacheSalt(salt)
                        .build());
    }

    private static int cached(Answer answer) {
        return answer.statistics().cachedTokens();
    }

    /** Bit for bit: log-probabilities are equal, not close. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-bias", "gemma2", "olmo2-swa", "qwen3moe"})
    void aSharedBeginningChangesNoBitOfTheAnswer(String name) {
        try (Model model = open(name, OPTIONS)) {
            answer(model, prompt(300, 300), "shared");
            answer(model, prompt(137, 137), "shared");
            for (int length :
                    new int[] {20, 64, 70, 76, 77, 128, 129, 135, 200, 257, 270, 333, 400}) {
                for (int changed : new int[] {30, 100, 128, 256, 1000}) {
                    Prompt prompt = prompt(length, changed);
                    Answer alone = answer(model, prompt, "fresh " + length + " " + changed);
                    Answer sharing = answer(model, prompt, "shared");
                    assertThat(cached(alone)).isZero();
                    String what = "%d of %d, %d cached".formatted(changed, length, cached(sharing));
                    assertThat(sharing.tokens()).as(what).isEqualTo(alone.tokens());
                    assertThat(sharing.logprobs()).as(what).isEqualTo(alone.logprobs());
                }
            }
        }
    }

    @Test
    void countsWhatNeedNotBeReadAgain() {
        try (Model model = open("llama-bias", OPTIONS)) {
            assertThat(cached(answer(model, prompt(300, 300), ""))).isZero();
            assertThat(cached(answer(model, prompt(300, 300), ""))).isEqualTo(287);
            assertThat(cached(answer(model, prompt(310, 200), ""))).isEqualTo(200);
            assertThat(cached(answer(model, prompt(310, 10), ""))).isZero();
        }
    }

    /** What a system prompt is to several questions: less than a page, and no page ends with it. */
    @Test
    void sharesLessThanAPage() {
        try (Model model = open("llama-bias", OPTIONS)) {
            answer(model, prompt(60, 60), "");
            assertThat(cached(answer(model, prompt(90, 40), ""))).isEqualTo(40);
        }
    }

    @Test
    void callersWithAnotherSaltShareNothing() {
        try (Model model = open("llama-bias", OPTIONS)) {
            answer(model, prompt(300, 300), "a");
            assertThat(cached(answer(model, prompt(300, 300), "b"))).isZero();
            assertThat(cached(answer(model, prompt(300, 300), ""))).isZero();
            assertThat(cached(answer(model, prompt(300, 300), "a"))).isPositive();
        }
    }

    @Test
    void historiesOfChatsAreSharedWhenTheyAreReadAgain() {
        try (Model model = open("llama-bias", OPTIONS)) {
            List<Integer> history = new ArrayList<>(((Prompt.Tokens) prompt(150, 150)).tokens());
            for (int turn = 0; turn < 3; turn++) {
                Answer answer = answer(model, Prompt.tokens(history), "");
                assertThat(cached(answer)).isGreaterThanOrEqualTo(turn == 0 ? 0 : 130 + turn * 10);
                history.addAll(answer.tokens());
                history.addAll(((Prompt.Tokens) prompt(20, 20)).tokens());
            }
        }
    }

    @Test
    void shortConvolutionsShareNothing() {
        try (Model model = open("lfm2", OPTIONS)) {
            answer(model, prompt(300, 300), "");
            assertThat(cached(answer(model, prompt(300, 300), ""))).isZero();
        }
    }

    @Test
    void keysThatDependOnTheCapacityServeNoOtherSequence() {
        Path file = folder.resolve("longrope.gguf");
        try (GgufFile source = GgufFile.open(TinyModels.path("llama-bias"))) {
            GgufWriter writer = new GgufWriter().putAll(source);
            source.tensors()
                    .values()
                    .forEach(tensor -> writer.tensor(tensor, source.data(tensor.name())));
            Object turned = source.metadata().value("llama.rope.dimension_count").orElseThrow();
            int pairs = ((Number) turned).intValue() / 2;
            for (String name : List.of("rope_factors_long", "rope_factors_short")) {
                MemorySegment ones = Arena.ofAuto().allocate(4L * pairs, 64);
                for (int i = 0; i < pairs; i++) {
                    ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
                }
                writer.tensor(
                        new TensorInfo(name + ".weight", BlockType.F32, List.of(pairs), 4L * pairs),
                        ones);
            }
            writer.write(file, (tensor, done, total) -> {});
        }
        try (Model model = Model.open(file, OPTIONS)) {
            answer(model, prompt(300, 300), "");
            assertThat(cached(answer(model, prompt(300, 300), ""))).isZero();
        }
    }

    @Test
    void givesUpTheOldestBeginningsWhenMemoryIsNeeded() {
        long page;
        try (Model model = open("llama-bias", OPTIONS)) {
            answer(model, prompt(20, 20), "");
            page = model.kvMemory().usedBytes();
        }
        try (Model model = open("llama-bias", OPTIONS.withKvMemoryBytes(8 * page + 20_000))) {
            for (int i = 0; i < 6; i++) {
                answer(model, prompt(250, 250), "caller " + i);
                assertThat(model.kvMemory().promisedBytes()).isZero();
                assertThat(model.kvMemory().allocatedBytes()).isLessThanOrEqualTo(8 * page);
            }
            assertThat(cached(answer(model, prompt(250, 250), "caller 5"))).isPositive();
            assertThat(cached(answer(model, prompt(250, 250), "caller 0"))).isZero();
            assertThat(cached(answer(model, prompt(250, 250), "caller 5"))).isPositive();
        }
    }

    @Test
    void refusesWhatCouldOutgrowTheMemory() {
        try (Model model = open("llama-bias", OPTIONS.withKvMemoryBytes(300_000))) {
            GenerationOptions six = GenerationOptions.builder().greedy().maxTokens(6).build();
            GenerationOptions many = GenerationOptions.builder().greedy().maxTokens(400).build();
            assertThatThrownBy(() -> model.stream(prompt(290, 290), many))
                    .isInstanceOfSatisfying(
                            NotEnoughMemoryException.class,
                            e -> assertThat(e.isTemporary()).isFalse());
            try (Generation first = model.stream(prompt(290, 290), six)) {
                assertThatThrownBy(() -> model.stream(prompt(290, 290), six))
                        .isInstanceOfSatisfying(
                                NotEnoughMemoryException.class,
                                e -> assertThat(e.isTemporary()).isTrue())
                        .hasMessageContaining("try again when other answers have ended");
                assertThat(first.answer().tokens()).isNotEmpty();
            }
            assertThat(model.generate(prompt(290, 290), six).tokens()).isNotEmpty();
        }
    }

    @Test
    void memoryOfACancelledAnswerComesBackAtOnce() {
        try (Model model = open("llama-bias", OPTIONS)) {
            Generation generation = model.stream(prompt(300, 300), GenerationOptions.GREEDY);
            generation.next();
            assertThat(model.kvMemory().promisedBytes()).isPositive();
            generation.close();
            assertThat(model.kvMemory().promisedBytes()).isZero();
        }
    }

    /** The cache holds pages that the sequence under way has no window on any more. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-bias", "gemma2", "olmo2-swa"})
    void whatWasPromisedIsThereHoweverLittleThatIs(String name) {
        long needed;
        List<Integer> expected;
        GenerationOptions options = GenerationOptions.builder().greedy().maxTokens(8).build();
        ModelOptions longer = OPTIONS.withContextLength(2000);
        try (Model model = open(name, longer);
                Generation generation = model.stream(prompt(1500, 1500), options)) {
            needed = model.kvMemory().promisedBytes();
            expected = generation.answer().tokens();
        }
        try (Model model = open(name, longer.withKvMemoryBytes(needed))) {
            for (int changed : new int[] {1500, 1500, 1450, 300, 1500}) {
                List<Integer> tokens = model.generate(prompt(1500, changed), options).tokens();
                if (changed == 1500) {
                    assertThat(tokens).isEqualTo(expected);
                }
            }
        }
    }

    /** Who fills a page and who takes its beginning over go on in it at the same time. */
    @Test
    void answersThatShareTheirLastPageDoNotDisturbEachOther() {
        try (Model model = open("llama-bias", OPTIONS)) {
            GenerationOptions first =
                    GenerationOptions.builder().greedy().maxTokens(20).cacheSalt("alone").build();
            List<Integer> expected = model.generate(prompt(60, 60), first).tokens();
            List<Integer> expectedOther = model.generate(prompt(70, 60), first).tokens();
            GenerationOptions shared = first.toBuilder().cacheSalt("shared").build();
            try (Generation one = model.stream(prompt(60, 60), shared)) {
                one.next();
                try (Generation other = model.stream(prompt(70, 60), shared)) {
                    other.next();
                    one.next();
                    assertThat(other.answer().tokens()).isEqualTo(expectedOther);
                    assertThat(other.answer().statistics().cachedTokens()).isPositive();
                }
                assertThat(one.answer().tokens()).isEqualTo(expected);
            }
        }
    }
}
