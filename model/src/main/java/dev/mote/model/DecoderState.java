package dev.mote.model;

import java.util.List;

/**
 * One sequence in progress: its KV cache and how far it is. Not thread-safe; close frees the
 * memory.
 */
public interface DecoderState extends AutoCloseable {
    /** Tokens taken so far; the next one gets this position. */
    int position();

    /** Positions there is room for. */
    int capacity();

    /**
     * Forgets everything from {@code position} on.
     *
     * @throws IllegalArgumentException if the model cannot go back (recurrent state), unless
     *     position is 0, which always works
     */
    void truncate(int position);

    /** Whether {@link #truncate} works for positions other than 0. */
    boolean canTruncate();

    /**
     * Changes the model for this sequence by adapters; empty for the model as it is. What was read
     * with others is forgotten.
     *
     * @throws IllegalArgumentException if an adapter belongs to another model, or the model takes
     *     none
     */
    void adapt(List<Adapter.Use> adapters);

    @Override
    void close();
}
