package dev.mote.engine;

/**
 * Lets another thread end a generation early. May be shared by several generations and cancelled
 * before they start. Thread-safe; once cancelled it stays so.
 */
public final class CancellationToken {
    private volatile boolean cancelled;

    /** A token that nobody has cancelled yet. */
    public CancellationToken() {}

    /** Asks to stop: within one token, or within one chunk while the prompt is read. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether somebody asked. */
    public boolean isCancelled() {
        return cancelled;
    }
}
