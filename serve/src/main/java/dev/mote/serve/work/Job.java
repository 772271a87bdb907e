package dev.mote.serve.work;

import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.FinishReason;
import dev.mote.engine.Generation;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Prompt;
import dev.mote.serve.ServedModel;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A request that has its turn, on the thread that serves it. Its deadline cancels the generation;
 * if the thread then still hangs, on a client that does not read, it is interrupted, which closes
 * the connection of a virtual thread.
 */
public final class Job implements AutoCloseable {
    /** From the deadline to the interruption. */
    static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** Tokens, roughly, that are embedded or judged without a look at the clock. */
    private static final int PART_TOKENS = 512;

    private final Workload workload;
    private final Thread thread;
    private final String caller;
    private final CancellationToken cancellation = new CancellationToken();
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> interruption;
    private boolean over;
    private boolean closed;

    Job(Workload workload, Thread thread, String caller) {
        this.workload = workload;
        this.thread = thread;
        this.caller = caller;
    }

    synchronized void watch(ScheduledExecutorService clock, Duration time) {
        deadline = clock.schedule(this::cut, time.toMillis(), TimeUnit.MILLISECONDS);
        interruption =
                clock.schedule(
                        this::interrupt, time.plus(LAST_WORDS).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the answer within a token. */
    synchronized void cut() {
        over = true;
        cancellation.cancel();
    }

    private synchronized void interrupt() {
        if (!closed) {
            thread.interrupt();
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /**
     * Generates.
     *
     * @param listener told the events on this thread; what it throws ends the generation
     * @throws Refusal if time runs out
     */
    public Answer generate(
            ServedModel model,
            Prompt prompt,
            GenerationOptions options,
            Consumer<GenerationEvent> listener) {
        boolean complete = false;
        workload.telemetry().asked(model.id(), options);
        try (Generation generation =
                model.model().stream(prompt, model.with(salted(options)), cancellation)) {
            generation.forEachRemaining(listener);
            Answer answer = generation.answer();
            workload.figures().generated(answer.statistics());
            workload.telemetry().answered(answer);
            if (answer.finishReason() == FinishReason.CANCELLED) {
                throw outOfTime();
            }
            complete = true;
            return answer;
        } finally {
            if (!complete) {
                workload.figures().cancelled();
            }
        }
    }

    /** Callers must not learn from the time of an answer what others have asked. */
    private GenerationOptions salted(GenerationOptions options) {
        return options.toBuilder().cacheSalt(caller + " " + options.cacheSalt()).build();
    }

    /** Embeds, in parts between which time may run out; errors as for generate. */
    public List<float[]> embed(ServedModel model, List<Prompt.Tokens> texts, int tokens) {
        List<float[]> vectors = new ArrayList<>();
        int[] counts = texts.stream().mapToInt(text -> text.tokens().size()).toArray();
        for (int from = 0; from < counts.length; from = vectors.size()) {
            List<Prompt.Tokens> part = texts.subList(from, partEnd(counts, from));
            vectors.addAll(model.model().embedTokens(part));
            requireTime();
        }
        workload.figures().embedded(tokens);
        workload.telemetry().embedded(model.id(), tokens);
        return vectors;
    }

    /**
     * Judges documents, in such parts too.
     *
     * @param counts tokens of each document and the query
     */
    public double[] rerank(ServedModel model, String query, List<String> documents, int[] counts) {
        double[] scores = new double[documents.size()];
        int from = 0;
        while (from < scores.length) {
            int to = partEnd(counts, from);
            double[] part = model.model().rerank(query, documents.subList(from, to));
            System.arraycopy(part, 0, scores, from, part.length);
            requireTime();
            from = to;
        }
        int tokens = Arrays.stream(counts).sum();
        workload.figures().embedded(tokens);
        workload.telemetry().embedded(model.id(), tokens);
        return scores;
    }

    /** Where a part ends that holds one text at least, and several only if they are short. */
    static int partEnd(int[] counts, int from) {
        int to = from + 1;
        long tokens = counts[from];
        while (to < counts.length && tokens + counts[to] <= PART_TOKENS) {
            tokens += counts[to];
            to++;
        }
        return to;
    }

    private void requireTime() {
        if (isOver()) {
            throw outOfTime();
        }
    }

    private Refusal outOfTime() {
        return workload.admission().isClosed()
                ? Refusal.failure(
                        503, "server_stopping", "the server stopped before the answer was complete")
                : Refusal.failure(
                        504,
                        "request_timeout",
                        "the answer took longer than the %d s allowed; ask for fewer tokens"
                                .formatted(workload.limits().requestTimeMax().toSeconds()));
    }

    /** Ends the turn. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (interruption != null) {
                interruption.cancel(false);
            }
        }
        workload.ended(this);
    }
}
