package dev.mote.serve.resident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.format.ModelFormatException;
import dev.mote.serve.MemoryBudget;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.ServedModel;
import dev.mote.serve.wire.Refusal;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Models are opened when they are asked for, and closed when their memory is needed. */
class ResidentModelsTest {
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private static ServedModel open(String id) {
        Path file = Conformance.file("golden/models/llama-bias.gguf").orElseThrow();
        ModelOptions options = ModelOptions.DEFAULT.withThreads(1).withContextLength(64);
        return ServedModel.of(id, Model.open(file, options));
    }

    private OfferedModel offer(String id) {
        return OfferedModel.onDemand(
                id,
                1,
                List.of(),
                () -> {
                    opened.add(id);
                    return open(id);
                });
    }

    /** What one of these models takes. */
    private static long size() {
        try (Model model = open("any").model()) {
            return Residency.bytesOf(model);
        }
    }

    private ResidentModels models(double fit, Duration waitMax) {
        return new ResidentModels(
                List.of(offer("a"), offer("b"), offer("c")),
                new MemoryBudget((long) (size() * fit), waitMax, Duration.ofHours(1)),
                log::add);
    }

    private static void use(ResidentModels models, String id) {
        assertThat(models.acquire(id).model().tokenCount("x")).isPositive();
        models.release(id);
    }

    @Test
    void opensOnceHoweverManyAsk() throws InterruptedException {
        try (ResidentModels models = models(3, Duration.ofSeconds(20))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.ofVirtual().start(() -> use(models, "a")));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(opened).containsExactly("a");
            assertThat(models.figures().loads()).isEqualTo(1);
        }
    }

    @Test
    void closesTheOneUnusedForLongest() {
        try (ResidentModels models = models(2.5, Duration.ZERO)) {
            use(models, "a");
            use(models, "b");
            use(models, "a");
            use(models, "c");
            assertThat(models.figures().open()).containsOnlyKeys("a", "c");
            assertThat(models.figures().takenBytes())
                    .isLessThanOrEqualTo(models.figures().budgetBytes());
            assertThat(models.figures().evictions()).isEqualTo(1);
            assertThat(log).anyMatch(line -> line.equals("closed model 'b' for 'c'"));
        }
    }

    @Test
    void closesNothingThatAnswers() {
        try (ResidentModels models = models(1.5, Duration.ofMillis(50))) {
            ServedModel held = models.acquire("a");
            assertThatThrownBy(() -> models.acquire("b"))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> {
                                assertThat(refusal.status()).isEqualTo(503);
                                assertThat(refusal.code()).isEqualTo("no_memory_for_model");
                                assertThat(refusal.retryAfterSeconds()).isPositive();
                            });
            assertThat(held.model().tokenCount("x")).isPositive();
            assertThat(models.figures().open()).containsOnlyKeys("a");
        }
    }

    @Test
    void waitsForOneThatAnswersToMakeRoom() throws InterruptedException {
        try (ResidentModels models = models(1.5, Duration.ofSeconds(20))) {
            models.acquire("a");
            Thread other = Thread.ofVirtual().start(() -> use(models, "b"));
            while (other.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            models.release("a");
            other.join();
            assertThat(models.figures().open()).containsOnlyKeys("b");
        }
    }

    @Test
    void refusesWhatNeverFits() {
        try (ResidentModels models = models(0.5, Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> models.acquire("a"))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> {
                                assertThat(refusal.status()).isEqualTo(507);
                                assertThat(refusal.code()).isEqualTo("model_too_large");
                            })
                    .hasMessageContaining("needs");
            assertThat(models.figures().open()).isEmpty();
            assertThat(models.figures().takenBytes()).isZero();
        }
    }

    @Test
    void triesAgainAfterAFileCouldNotBeUsed() {
        AtomicBoolean broken = new AtomicBoolean(true);
        OfferedModel model =
                OfferedModel.onDemand(
                        "a",
                        1,
                        List.of(),
                        () -> {
                            if (broken.get()) {
                                throw new ModelFormatException("a.gguf", "cut short");
                            }
                            return open("a");
                        });
        try (ResidentModels models =
                new ResidentModels(List.of(model), MemoryBudget.UNLIMITED, log::add)) {
            assertThatThrownBy(() -> models.acquire("a"))
                    .isInstanceOf(ModelOpeningException.class)
                    .hasCauseInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("cut short");
            broken.set(false);
            use(models, "a");
        }
    }

    @Test
    void closesWhatNobodyUsedForLong() {
        List<OfferedModel> offers = List.of(offer("a"), offer("b"));
        MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE, Duration.ZERO, Duration.ofNanos(1));
        try (ResidentModels models = new ResidentModels(offers, budget, log::add)) {
            models.acquire("a");
            use(models, "b");
            models.closeIdle();
            assertThat(models.figures().open()).containsOnlyKeys("a");
            assertThat(models.description("b")).isPresent();
        }
    }

    @Test
    void leavesModelsOpenThatOthersOpened() {
        ServedModel own = open("own");
        try (Model model = own.model()) {
            try (ResidentModels models =
                    new ResidentModels(
                            List.of(OfferedModel.of(own), offer("a")),
                            new MemoryBudget(
                                    (long) (size() * 1.5), Duration.ZERO, Duration.ofNanos(1)),
                            log::add)) {
                assertThatThrownBy(() -> models.acquire("a")).isInstanceOf(Refusal.class);
                models.closeIdle();
            }
            assertThat(model.tokenCount("x")).isPositive();
        }
    }
}
