package dev.mote.bundle;

import dev.mote.bundle.http.TransferListener;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns what arrives of each file into the progress of the whole model: at most ten reports a
 * second, the rate taken over the last three seconds.
 */
final class ProgressMeter {
    private static final long REPORT_NANOS = 100_000_000;
    private static final long WINDOW_NANOS = 3_000_000_000L;

    private record Sample(long nanos, long received) {}

    private final ProgressListener listener;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long total = -1;
    private long finished;
    private long fileBytes;
    private long received;
    private long lastReport = System.nanoTime() - REPORT_NANOS;
    private Progress.Phase lastPhase = Progress.Phase.RESOLVE;

    ProgressMeter(ProgressListener listener) {
        this.listener = listener;
    }

    void total(long bytes) {
        total = bytes;
    }

    void event(Progress.Phase phase, String subject) {
        lastPhase = phase;
        listener.onProgress(new Progress(phase, subject, finished + fileBytes, total, 0));
    }

    /** Reports that a lock is held by another. */
    void waiting(String holder) {
        event(Progress.Phase.WAIT, holder);
    }

    /** The listener of one file; the one before it counts as finished. */
    TransferListener file(String name) {
        finished += fileBytes;
        fileBytes = 0;
        return (phase, bytes) -> at(phase, name, bytes);
    }

    private void at(Progress.Phase phase, String name, long bytes) {
        if (phase == Progress.Phase.DOWNLOAD) {
            received += Math.max(0, bytes - fileBytes);
            fileBytes = bytes;
        } else {
            fileBytes = Math.max(fileBytes, bytes);
        }
        long now = System.nanoTime();
        if (now - lastReport < REPORT_NANOS && phase == lastPhase) {
            return;
        }
        lastReport = now;
        lastPhase = phase;
        samples.addLast(new Sample(now, received));
        while (samples.size() > 2 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        listener.onProgress(
                new Progress(
                        phase,
                        name,
                        finished + fileBytes,
                        total < 0 ? -1 : Math.max(total, finished + fileBytes),
                        phase == Progress.Phase.DOWNLOAD ? rate(now) : 0));
    }

    private double rate(long now) {
        Sample first = samples.getFirst();
        long nanos = now - first.nanos();
        return nanos <= 0 ? 0 : (received - first.received()) * 1e9 / nanos;
    }
}
