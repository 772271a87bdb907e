package dev.mote.engine;

/**
 * How many tokens to guess next: twice as many after guesses that all came true, one more than came
 * true otherwise. A guess that fails costs little while few are made, and a passage that is quoted
 * is soon followed in long strides.
 */
final class DraftLength {
    private static final int START = 4;

    private final int max;
    private int next;

    DraftLength(int max) {
        this.max = max;
        next = Math.min(START, max);
    }

    /** How many to guess now. */
    int next() {
        return next;
    }

    /**
     * Learns from {@code guessed} tokens, at least one, of which the first {@code confirmed} came
     * true.
     */
    void learn(int guessed, int confirmed) {
        next = Math.min(max, confirmed == guessed ? 2 * Math.max(guessed, 1) : confirmed + 1);
    }
}
