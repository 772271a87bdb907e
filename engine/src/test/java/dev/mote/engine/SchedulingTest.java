package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.sampling.InvalidOptionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Whose turn it is, and what happens to those who cannot wait. */
@Timeout(120)
class SchedulingTest {
    private static final GenerationOptions OPTIONS =
            GenerationOptions.GREEDY.toBuilder().maxTokens(60).build();

    @Test
    void answersOfAllPrioritiesCompleteAndAreAsAlone() throws Exception {
        try (Model model = TinyModels.llama();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> expected = model.generate("a story", OPTIONS).tokens();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Priority priority = List.of(Priority.values()).get(i % 3);
                answers.add(
                        threads.submit(() ->
                                model.generate(
                                        Prompt.text("a story"),
                                        OPTIONS.toBuilder().priority(priority).build())));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().tokens()).isEqualTo(expected);
            }
        }
    }

    @Test
    void anAnswerEndsWithItsTime() {
        try (Model model = TinyModels.llama()) {
            GenerationOptions brief = OPTIONS.toBuilder().timeLimit(Duration.ofNanos(1)).build();
            Answer none = model.generate("a story", brief);
            assertThat(none.finishReason()).isEqualTo(FinishReason.TIME_LIMIT);
            assertThat(none.tokens()).isEmpty();

            GenerationOptions some = OPTIONS.toBuilder().timeLimit(Duration.ofMillis(500)).build();
            try (Generation generation = model.stream(Prompt.text("a story"), some)) {
                GenerationEvent event = generation.next();
                while (generation.hasNext() && !(event instanceof GenerationEvent.Token)) {
                    event = generation.next();
                }
                pause(550);
                Answer answer = generation.answer();
                assertThat(answer.finishReason()).isEqualTo(FinishReason.TIME_LIMIT);
                assertThat(answer.tokens()).hasSizeLessThan(2);
            }
            GenerationOptions ample = OPTIONS.toBuilder().timeLimit(Duration.ofMinutes(10)).build();
            assertThat(model.generate("a story", ample).finishReason())
                    .isNotEqualTo(FinishReason.TIME_LIMIT);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusesTimeThatRunsBackwards() {
        assertThatThrownBy(() -> OPTIONS.toBuilder().timeLimit(Duration.ofSeconds(-1)).build())
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("timeLimit is PT-1S; it must be zero (none) to a year");
    }

    @Test
    void promptsThatWaitGiveUpWhenTheyAreCancelledOrLate() throws Exception {
        PromptTurns turns = new PromptTurns();
        assertThat(turns.take(Urgency.usual())).isTrue();
        CancellationToken cancellation = new CancellationToken();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> cancelled =
                    threads.submit(() ->
                            turns.take(
                                    Urgency.of(
                                            GenerationOptions.DEFAULT,
                                            System.nanoTime(),
                                            cancellation)));
            GenerationOptions brief = OPTIONS.toBuilder().timeLimit(Duration.ofMillis(50)).build();
            Future<Boolean> late =
                    threads.submit(() ->
                            turns.take(
                                    Urgency.of(brief, System.nanoTime(), new CancellationToken())));
            Future<Boolean> patient = threads.submit(() -> turns.take(Urgency.usual()));
            assertThat(late.get(10, TimeUnit.SECONDS)).isFalse();
            cancellation.cancel();
            assertThat(cancelled.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(patient.isDone()).isFalse();

            turns.giveBack();
            assertThat(patient.get(10, TimeUnit.SECONDS)).isTrue();
            turns.giveBack();
            assertThat(turns.take(Urgency.usual())).isTrue();
        }
    }

    @Test
    void aSequenceThatIsClosedInTheMidstConcernsNobodyElse() throws Exception {
        int callers = 16; // more than one pass takes
        try (Model model = TinyModels.llama();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> expected = model.generate("a story", OPTIONS).tokens();
            CountDownLatch started = new CountDownLatch(callers);
            List<Future<List<Integer>>> answers = new ArrayList<>();
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Generation generation = model.stream(Prompt.text("a story"), OPTIONS);
                generations.add(generation);
                answers.add(
                        threads.submit(() -> {
                            generation.next();
                            started.countDown();
                            return generation.answer().tokens();
                        }));
            }
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
            generations.getFirst().close(); // frees its sequence, perhaps in the midst of its step
            int whole = 0;
            for (Future<List<Integer>> answer : answers.subList(1, callers)) {
                whole += answer.get().equals(expected) ? 1 : 0;
            }
            assertThat(whole).isEqualTo(callers - 1);
        }
    }
}
