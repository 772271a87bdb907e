package dev.mote.bundle.http;

import dev.mote.bundle.DownloadException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** One try failed in a way that another try may mend. */
final class TransientFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final DownloadException failure;
    private final transient @Nullable Duration retryAfter;

    TransientFailure(DownloadException failure, @Nullable Duration retryAfter) {
        super(failure);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** What to tell the caller when there are no tries left. */
    DownloadException failure() {
        return failure;
    }

    /** How long the host asked us to wait, or null. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
