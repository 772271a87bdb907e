package dev.mote.model;

/** Checks token ids before they index anything. */
final class Tokens {
    private Tokens() {}

    /**
     * Refuses ids outside the vocabulary.
     *
     * @throws IllegalArgumentException naming the first of them
     */
    static void check(int[] tokens, int vocabularySize) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabularySize) {
                throw new IllegalArgumentException(
                        "token %d at index %d is outside the vocabulary of %d"
                                .formatted(tokens[i], i, vocabularySize));
            }
        }
    }
}
