package dev.mote.engine;

import dev.mote.format.ModelFormatException;
import dev.mote.kernel.FloatMatrix;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Continuous batching: sequences that want their next token at the same time are computed in one
 * pass over the weights, and join and leave between passes.
 *
 * <p>There is no thread of its own. Of the callers that wait for a token one leads: it takes the
 * others' tokens along and wakes them when the logits are there (flat combining, Hendler, Incze,
 * Shavit and Tzafrir 2010). Because callers of the last pass need a moment to choose their tokens,
 * the leader waits for them, but never longer than {@link #GATHER_NANOS}; one that takes longer, as
 * a slow reader of a stream does, is not waited for again before it has come back.
 *
 * <p>Machine code computes each row of so few as it would compute it alone, so an answer does not
 * depend on which others are under way; other backends agree up to rounding. Thread-safe.
 */
final class DecodeBatches implements AutoCloseable {
    /** Rows of one pass; kernels treat that many rows like one. */
    static final int ROWS_MAX = 12;

    /** A small part of the time that a pass takes. */
    private static final long GATHER_NANOS = 1_000_000;

    private final ModelRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final WaitingLine<Step> waiting = new WaitingLine<>(); // guarded by lock
    private final Set<Sequence> expected = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean led; // guarded by lock
    private @Nullable Arena arena; // used by the leader alone, with the kernels
    private @Nullable FloatMatrix logits;

    DecodeBatches(ModelRuntime runtime) {
        this.runtime = runtime;
    }

    /** A sequence's wish for the logits after its last token, and after guesses that follow it. */
    private static final class Step {
        private final Sequence sequence;
        private final Condition changed;
        private int rows = 1; // that it gets
        private boolean done; // guarded by lock
        private @Nullable Throwable failure; // written before done

        Step(Sequence sequence, Condition changed) {
            this.sequence = sequence;
            this.changed = changed;
        }

        void fail(Throwable cause) {
            if (failure == null) {
                failure = cause;
            }
        }
    }

    /**
     * Reads the last token of a sequence, alone or together with those of others, and as many of
     * its guesses as there is room for.
     *
     * @throws IllegalStateException if the model or the sequence is closed
     */
    void readLast(Sequence sequence) {
        Step step = new Step(sequence, lock.newCondition());
        boolean leading;
        lock.lock();
        try {
            waiting.add(step, sequence.urgency());
            expected.remove(sequence);
            arrived.signal();
            while (led && !step.done) {
                step.changed.awaitUninterruptibly();
            }
            leading = !step.done;
            led |= leading;
        } finally {
            lock.unlock();
        }
        if (leading) {
            lead(step);
        }
        switch (step.failure) {
            case null -> {}
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable failure -> throw new IllegalStateException(failure);
        }
    }

    /** No longer waits for a sequence whose answer has ended. */
    void forget(Sequence sequence) {
        lock.lock();
        try {
            if (expected.remove(sequence)) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Computes until the leader's own step is done; then another one leads. */
    private void lead(Step own) {
        try {
            while (!isDone(own)) {
                awaitExpected();
                runtime.exclusively(() -> computeNext(own));
            }
        } finally {
            lock.lock();
            try {
                waiting.remove(own); // still there if the model was closed
                led = false;
                if (!waiting.isEmpty()) {
                    waiting.any().changed.signal();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isDone(Step step) {
        lock.lock();
        try {
            return step.done;
        } finally {
            lock.unlock();
        }
    }

    /** Gives callers of the last pass a moment to come back; prompts may compute meanwhile. */
    private void awaitExpected() {
        lock.lock();
        try {
            long left = GATHER_NANOS;
            while (left > 0 && !expected.isEmpty() && waiting.size() < ROWS_MAX) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller's own business; the pass goes on
        } finally {
            lock.unlock();
        }
    }

    /** Computes a batch and wakes its callers, while nobody else computes or closes anything. */
    private boolean computeNext(Step own) {
        List<Step> batch = gather();
        try {
            compute(neighboured(batch.stream().filter(this::isPossible).toList()));
        } catch (RuntimeException | Error e) { // told to all who wait for this pass
            // Each caller of this batch is told, and the leader goes on if it is none of them.
            for (Step step : batch) {
                step.fail(step.equals(own) ? e : toldToOthers(e));
            }
        }
        lock.lock();
        try {
            expected.clear();
            for (Step step : batch) {
                step.done = true;
                if (step.failure == null) {
                    expected.add(step.sequence);
                }
                step.changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** What each of the others is told: that the file is damaged, or that the pass failed. */
    private static RuntimeException toldToOthers(Throwable cause) {
        return cause instanceof ModelFormatException file
                ? file
                : new IllegalStateException(
                        "a token that was computed together with this one failed: " + cause, cause);
    }

    private List<Step> gather() {
        lock.lock();
        try {
            return waiting.take(ROWS_MAX);
        } finally {
            lock.unlock();
        }
    }

    /** What is wrong with one sequence concerns its caller alone. */
    private boolean isPossible(Step step) {
        if (!runtime.holds(step.sequence)) {
            step.fail(ModelRuntime.closedSequence());
            return false;
        }
        try {
            step.sequence.requireWholeAdapters();
            return true;
        } catch (ModelFormatException e) { // its own caller throws it again
            step.fail(e);
            return false;
        }
    }

    /** Puts steps with the same adapters side by side: what adapters add is computed at once. */
    private static List<Step> neighboured(List<Step> steps) {
        if (steps.stream().allMatch(step -> step.sequence.adapters().isEmpty())) {
            return steps;
        }
        Map<List<LoadedAdapters.Use>, List<Step>> groups = new LinkedHashMap<>();
        for (Step step : steps) {
            groups.computeIfAbsent(step.sequence.adapters(), uses -> new ArrayList<>()).add(step);
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private void compute(List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        runtime.file().requireWhole();
        int rows = allot(steps);
        if (rows == 1 || !(runtime.network() instanceof Network.Decoder decoder)) {
            for (Step step : steps) {
                readAlone(step);
            }
            return;
        }
        DecoderModel model = decoder.model();
        DecoderState[] states = new DecoderState[steps.size()];
        int[] lengths = new int[states.length];
        int[] tokens = new int[rows];
        int row = 0;
        for (int i = 0; i < states.length; i++) {
            Step step = steps.get(i);
            states[i] = step.sequence.stateBeforeLast();
            lengths[i] = step.rows;
            step.sequence.copyLast(tokens, row, step.rows);
            row += step.rows;
        }
        FloatMatrix target = logits(model.vocabularySize()).rows(0, rows);
        model.forward(states, lengths, tokens, target);
        row = 0;
        for (Step step : steps) {
            step.sequence.takeLogits(target, row, step.rows);
            row += step.rows;
        }
    }

    /** Shares out the rows that are left among those who guessed; gives the number in use. */
    private static int allot(List<Step> steps) {
        int used = steps.size();
        boolean given = true;
        while (used < ROWS_MAX && given) {
            given = false;
            for (Step step : steps) {
                if (used < ROWS_MAX && step.rows <= step.sequence.guessCount()) {
                    step.rows++;
                    used++;
                    given = true;
                }
            }
        }
        return used;
    }

    /** What goes wrong concerns this caller alone. */
    private void readAlone(Step step) {
        try {
            step.sequence.readLastNow(runtime.writer());
        } catch (RuntimeException e) { // its own caller throws it again
            step.fail(e);
        }
    }

    private FloatMatrix logits(int vocabularySize) {
        FloatMatrix known = logits;
        if (known == null) {
            Arena fresh = Arena.ofShared();
            arena = fresh;
            known = FloatMatrix.allocate(fresh, ROWS_MAX, vocabularySize);
            logits = known;
        }
        return known;
    }

    /** Frees the memory; nothing may be under way. */
    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
