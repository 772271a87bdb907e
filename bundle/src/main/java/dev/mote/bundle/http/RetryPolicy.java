package dev.mote.bundle.http;

import dev.mote.bundle.DownloadException;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a failed request is tried again: waits double from {@code firstWait} to {@code
 * waitMax}; a host's own Retry-After is honoured up to {@code hostWaitMax}. The count starts anew
 * whenever a try came further by at least {@link #PROGRESS_BYTES}, so a long download over a bad
 * line goes on while it gets anywhere, and a host that drips bytes, or sends the same ones again
 * and again, cannot hold us for ever.
 *
 * @param triesMax tries in a row without progress
 * @param firstWait wait after the first failure
 * @param waitMax longest wait of our own
 * @param hostWaitMax longest wait a host can ask for
 */
public record RetryPolicy(
        int triesMax, Duration firstWait, Duration waitMax, Duration hostWaitMax) {
    /** Bytes that count as getting somewhere. */
    static final long PROGRESS_BYTES = 1L << 20;

    /** What an interactive program wants. */
    public static RetryPolicy usual() {
        return new RetryPolicy(
                5, Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(60));
    }

    /** One try. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws TransientFailure;
    }

    /**
     * Runs until a try succeeds, fails for good or there are no tries left.
     *
     * @param furthest how far any try came, in bytes; read after each failure
     */
    <T> T run(Attempt<T> attempt, LongSupplier furthest) {
        int failures = 0;
        long before = furthest.getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (TransientFailure e) {
                long now = furthest.getAsLong();
                failures = now - before >= PROGRESS_BYTES ? 1 : failures + 1;
                before = now;
                if (failures >= triesMax) {
                    throw e.failure();
                }
                pause(e, failures);
            }
        }
    }

    private void pause(TransientFailure failure, int failures) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
        wait = wait.compareTo(waitMax) > 0 ? waitMax : wait;
        Duration asked = failure.retryAfter();
        if (asked != null) {
            if (asked.compareTo(hostWaitMax) > 0) {
                throw failure.failure();
            }
            wait = asked.compareTo(wait) > 0 ? asked : wait;
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            DownloadException interrupted =
                    new DownloadException(
                            DownloadException.Reason.INTERRUPTED,
                            "download interrupted; what arrived is kept, pull again to go on",
                            e);
            interrupted.addSuppressed(failure.failure());
            throw interrupted;
        }
    }
}
