package dev.mote.engine.sampling;

import java.util.Arrays;

/** The tokens of prompt and answer so far, in order. */
final class TokenHistory {
    private int[] tokens = new int[256];
    private int size;

    void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    /** Forgets the tokens after the first {@code count}. */
    void truncate(int count) {
        size = count;
    }

    int size() {
        return size;
    }

    /** The latest {@code window} tokens, oldest first; all of them for −1. */
    int[] latest(int window) {
        int from = window < 0 ? 0 : Math.max(0, size - window);
        return Arrays.copyOfRange(tokens, from, size);
    }
}
