package dev.mote.serve;

import java.time.Duration;

/**
 * How much of what was answered a server keeps in memory for one API key (or for everybody, without
 * keys), so that {@code previous_response_id} can refer to it; the oldest goes first.
 *
 * @param countMax responses; 0 to keep none
 * @param bytesMax of memory, about
 * @param ageMax how long one is kept
 */
public record StoreLimits(int countMax, long bytesMax, Duration ageMax) {
    /** 256 responses in 32 MiB for a day. */
    public static final StoreLimits DEFAULT = new StoreLimits(256, 32L << 20, Duration.ofDays(1));

    /** Checks the ranges. */
    public StoreLimits {
        if (countMax < 0 || bytesMax < 0 || !ageMax.isPositive()) {
            throw new IllegalArgumentException(
                    "%d responses, %d bytes, %s to be kept: none may be below 0"
                            .formatted(countMax, bytesMax, ageMax));
        }
    }
}
