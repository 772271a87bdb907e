package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several answers of one model at the same time. */
@Timeout(120)
class ConcurrentGenerationTest {
    private static final GenerationOptions OPTIONS =
            GenerationOptions.builder().greedy().maxTokens(40).build();

    private static Prompt prompt(int i) {
        return Prompt.text("The story of number %d begins ".formatted(i).repeat(1 + i % 5));
    }

    /** Attention, and short convolutions whose state moves on with every token. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-bias", "lfm2"})
    void answersAreThoseOfEachAlone(String name) throws Exception {
        int callers = 14; // more than one pass takes
        try (Model model = Model.open(TinyModels.path(name), TinyModels.OPTIONS)) {
            List<List<Integer>> alone = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                alone.add(model.generate(prompt(i), OPTIONS).tokens());
            }
            List<List<Integer>> together =
                    together(callers, i -> model.generate(prompt(i), OPTIONS).tokens());
            assertThat(together).isEqualTo(alone);
        }
    }

    /** Dropping the middle and reading the rest again is nobody else's business. */
    @Test
    void answersThatShiftDoNotDisturbOthers() throws Exception {
        ModelOptions small = TinyModels.OPTIONS.withContextLength(90);
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), small)) {
            GenerationOptionsBuilder builder =
                    OPTIONS.toBuilder().maxTokens(150).overflow(OverflowPolicy.SHIFT);
            model.tokenizer()
                    .endOfGeneration()
                    .forEach(token -> builder.logitBias(token, Double.NEGATIVE_INFINITY));
            GenerationOptions shifting = builder.build();
            Work<Answer> work =
                    i -> model.generate(Prompt.text("Number " + i), i < 2 ? shifting : OPTIONS);
            List<Answer> alone = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                alone.add(work.run(i));
            }
            assertThat(alone.getFirst().statistics().droppedTokens()).isPositive();
            List<Answer> together = together(5, work);
            for (int i = 0; i < 5; i++) {
                assertThat(together.get(i).tokens()).isEqualTo(alone.get(i).tokens());
            }
        }
    }

    @Test
    void writersOfAnotherTextWorkTogether() throws Exception {
        try (Model model = Model.open(TinyModels.path("t5"), TinyModels.OPTIONS)) {
            List<List<Integer>> alone = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                alone.add(model.generate(prompt(i), OPTIONS).tokens());
            }
            assertThat(together(5, i -> model.generate(prompt(i), OPTIONS).tokens()))
                    .isEqualTo(alone);
            assertThat(model.kvMemory().promisedBytes()).isZero();
        }
    }

    @Test
    void sampledAnswersDependOnTheirSeedsAlone() throws Exception {
        try (Model model = TinyModels.llama()) {
            Work<List<Integer>> sampled =
                    i ->
                            model.generate(
                                            prompt(i),
                                            GenerationOptions.builder()
                                                    .temperature(1.2)
                                                    .seed(i)
                                                    .maxTokens(30)
                                                    .build())
                                    .tokens();
            List<List<Integer>> alone = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                alone.add(sampled.run(i));
            }
            assertThat(together(6, sampled)).isEqualTo(alone);
        }
    }

    @Test
    void aStreamThatNobodyReadsHoldsUpNobody() throws Exception {
        try (Model model = TinyModels.llama();
                Generation idle = model.stream(prompt(0), OPTIONS)) {
            for (int i = 0; i < 5; i++) {
                idle.next();
            }
            List<Integer> expected = model.generate(prompt(1), OPTIONS).tokens();
            assertThat(together(3, i -> model.generate(prompt(1), OPTIONS).tokens()))
                    .containsOnly(expected);
            assertThat(idle.answer().tokens())
                    .isEqualTo(model.generate(prompt(0), OPTIONS).tokens());
        }
    }

    @Test
    void cancellingOneLeavesTheOthersAlone() throws Exception {
        try (Model model = TinyModels.llama()) {
            List<Integer> expected = model.generate(prompt(2), OPTIONS).tokens();
            List<Answer> answers =
                    together(
                            6,
                            i -> {
                                CancellationToken cancellation = new CancellationToken();
                                return model.generate(
                                        prompt(2),
                                        OPTIONS,
                                        cancellation,
                                        event -> {
                                            if (i % 2 == 1
                                                    && event instanceof GenerationEvent.Token) {
                                                cancellation.cancel();
                                            }
                                        });
                            });
            for (int i = 0; i < 6; i++) {
                if (i % 2 == 1) {
                    assertThat(answers.get(i).finishReason()).isEqualTo(FinishReason.CANCELLED);
                    assertThat(answers.get(i).tokens()).hasSize(1);
                } else {
                    assertThat(answers.get(i).tokens()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void closingTheModelEndsAllThatWait() throws Exception {
        Model model = TinyModels.llama();
        CountDownLatch running = new CountDownLatch(6);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int caller = i;
                answers.add(
                        threads.submit(() ->
                                model.generate(
                                        prompt(caller),
                                        GenerationOptions.builder().greedy().maxTokens(200).build(),
                                        new CancellationToken(),
                                        event -> running.countDown())));
            }
            running.await();
            model.close();
            for (Future<Answer> answer : answers) {
                try {
                    answer.get(); // may have been complete by then
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                }
            }
        }
        assertThatIllegalStateException().isThrownBy(() -> model.generate("again"));
    }

    @Test
    void closingAChatEndsItsAnswerAndNoOther() throws Exception {
        try (Model model = TinyModels.llama()) {
            List<Integer> expected = model.generate(prompt(4), OPTIONS).tokens();
            List<Object> results =
                    together(
                            5,
                            i -> {
                                if (i > 0) {
                                    return model.generate(prompt(4), OPTIONS).tokens();
                                }
                                ChatSession chat =
                                        model.chat(
                                                ChatOptions.DEFAULT.withTemplate(
                                                        TinyModels.TEMPLATE));
                                Generation answer =
                                        chat.stream("Hello", OPTIONS, new CancellationToken());
                                answer.next();
                                answer.next();
                                chat.close();
                                try {
                                    return answer.answer();
                                } catch (IllegalStateException e) {
                                    return String.valueOf(e.getMessage());
                                }
                            });
            assertThat(results.getFirst().toString()).contains("closed");
            assertThat(results.subList(1, 5)).containsOnly(expected);
        }
    }

    private interface Work<T> {
        T run(int caller) throws Exception;
    }

    private static <T> List<T> together(int callers, Work<T> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                Callable<T> task =
                        () -> {
                            start.await();
                            return work.run(caller);
                        };
                futures.add(threads.submit(task));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
