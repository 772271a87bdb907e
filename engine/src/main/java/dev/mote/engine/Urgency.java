package dev.mote.engine;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How soon a sequence wants to be computed.
 *
 * @param priority against others
 * @param deadlineNanos of System.nanoTime when its answer must end; empty for no deadline
 * @param cancellation makes waiting senseless
 */
record Urgency(Priority priority, OptionalLong deadlineNanos, CancellationToken cancellation) {
    /** Without deadline, and nobody cancels it. */
    static Urgency usual() {
        return new Urgency(Priority.NORMAL, OptionalLong.empty(), new CancellationToken());
    }

    /** What the options ask of a call that came at {@code startNanos}. */
    static Urgency of(GenerationOptions options, long startNanos, CancellationToken cancellation) {
        Duration limit = options.timeLimit();
        return new Urgency(
                options.priority(),
                limit.isZero()
                        ? OptionalLong.empty()
                        : OptionalLong.of(startNanos + limit.toNanos()),
                cancellation);
    }

    /** The nearer deadline first, none last. */
    static int compareDeadlines(Urgency one, Urgency other) {
        if (one.deadlineNanos.isEmpty() || other.deadlineNanos.isEmpty()) {
            return Boolean.compare(one.deadlineNanos.isEmpty(), other.deadlineNanos.isEmpty());
        }
        // Differences, because System.nanoTime may overflow.
        return Long.signum(one.deadlineNanos.getAsLong() - other.deadlineNanos.getAsLong());
    }

    /** Nanoseconds that are left; very many without a deadline. */
    long nanosLeft() {
        return deadlineNanos.isEmpty()
                ? Long.MAX_VALUE
                : deadlineNanos.getAsLong() - System.nanoTime();
    }

    /** Whether the time is over. */
    boolean isLate() {
        return nanosLeft() <= 0;
    }

    /** Whether there is nothing to wait for any more. */
    boolean isOver() {
        return cancellation.isCancelled() || isLate();
    }
}
