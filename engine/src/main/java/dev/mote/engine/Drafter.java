package dev.mote.engine;

/** Guesses the tokens that follow a sequence. For one generation. */
sealed interface Drafter extends AutoCloseable permits PromptLookupDrafter, ModelDrafter {
    /** Says which tokens may be guessed and how. */
    interface Guesses {
        /**
         * Takes a token as the next guess.
         *
         * @return whether another may follow
         */
        boolean add(int token);

        /** As {@link #add}, for a token that is chosen from logits as the answer's are. */
        boolean addFrom(float[] logits);

        /** The guess made last. */
        int last();
    }

    /**
     * Guesses until it may add no more or knows no more.
     *
     * @param tokens prompt and answer so far; not changed
     */
    void guess(int[] tokens, Guesses guesses);

    /** Frees what the guesses needed. */
    @Override
    void close();
}
