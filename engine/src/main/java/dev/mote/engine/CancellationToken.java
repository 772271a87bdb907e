package dev.mote.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets another thread end a generation early. May be shared by several generations and cancelled
 * before they start. Thread-safe; once cancelled it stays so.
 */
public final class CancellationToken {
    private final List<Runnable> waiting = new ArrayList<>(); // guarded by this list
    private volatile boolean cancelled;

    /** A token that nobody has cancelled yet. */
    public CancellationToken() {}

    /** Asks to stop: within one token, or within one chunk while the prompt is read. */
    public void cancel() {
        cancelled = true;
        List<Runnable> told;
        synchronized (waiting) {
            told = List.copyOf(waiting);
        }
        told.forEach(Runnable::run);
    }

    /** Whether somebody asked. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Tells one who waits when somebody asks; not if somebody did before. */
    void whenCancelled(Runnable told) {
        synchronized (waiting) {
            waiting.add(told);
        }
    }

    /** Tells it no longer. */
    void forget(Runnable told) {
        synchronized (waiting) {
            waiting.remove(told);
        }
    }
}
