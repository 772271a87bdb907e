package dev.mote.serve;

import java.time.Duration;

/**
 * How much memory models that are opened on demand may take together: their weights, and for each
 * the KV cache of one full context.
 *
 * @param bytesMax of all open models
 * @param waitMax how long a request waits until models that answer others make room; 503 beyond
 * @param idleMax models that nobody used for so long are closed; empty or zero to keep them until
 *     the memory is needed
 */
public record MemoryBudget(long bytesMax, Duration waitMax, Duration idleMax) {
    /** No limit, and nothing is closed. */
    public static final MemoryBudget UNLIMITED =
            new MemoryBudget(Long.MAX_VALUE, Duration.ofSeconds(60), Duration.ZERO);

    /** Checks the ranges. */
    public MemoryBudget {
        if (bytesMax <= 0 || waitMax.isNegative() || idleMax.isNegative()) {
            throw new IllegalArgumentException(
                    "a budget of %d bytes, %s to wait, %s idle: none may be below 0"
                            .formatted(bytesMax, waitMax, idleMax));
        }
    }
}
