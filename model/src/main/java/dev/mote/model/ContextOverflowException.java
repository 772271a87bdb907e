package dev.mote.model;

/** A prompt or an answer does not fit the context. */
public final class ContextOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int needed;
    private final int capacity;

    /** States how many positions were needed and how many there are. */
    public ContextOverflowException(int needed, int capacity) {
        super(
                ("%d tokens do not fit the context of %d; shorten the text, open the model with a"
                                + " longer context, or choose to drop old tokens")
                        .formatted(needed, capacity));
        this.needed = needed;
        this.capacity = capacity;
    }

    /** Positions needed. */
    public int needed() {
        return needed;
    }

    /** Positions there are. */
    public int capacity() {
        return capacity;
    }
}
