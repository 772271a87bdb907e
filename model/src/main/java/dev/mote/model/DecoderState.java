package dev.mote.model;

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

    @Override
    void close();
}
