package dev.mote.engine;

import java.util.Arrays;

/**
 * Guesses by looking for the latest tokens further up: what followed them at their last occurrence
 * follows again. A passage that repeats up to the very end is continued round and round.
 */
final class PromptLookupDrafter implements Drafter {
    /** A single token says too little, unless only one was asked for. */
    private static final int NGRAM_MIN = 2;

    private final int ngramMax;

    PromptLookupDrafter(int ngramMax) {
        this.ngramMax = ngramMax;
    }

    @Override
    public void guess(int[] tokens, Guesses guesses) {
        int from = continuation(tokens);
        if (from < 0) {
            return;
        }
        int period = tokens.length - from;
        int i = 0;
        while (guesses.add(tokens[from + i % period])) {
            i++;
        }
    }

    /** Where the tokens went on that are now the last; −1 if they did not occur. */
    private int continuation(int[] tokens) {
        for (int n = Math.min(ngramMax, tokens.length - 1);
                n >= Math.min(NGRAM_MIN, ngramMax);
                n--) {
            int suffix = tokens.length - n;
            for (int start = suffix - 1; start >= 0; start--) {
                if (tokens[start] == tokens[suffix]
                        && Arrays.equals(tokens, start, start + n, tokens, suffix, tokens.length)) {
                    return start + n;
                }
            }
        }
        return -1;
    }

    @Override
    public void close() {}
}
