package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;

/**
 * How a generation guesses tokens ahead, so that one pass over the weights can confirm several
 * (speculative decoding, arXiv:2211.17192).
 *
 * <p>The text does not depend on it: every token is chosen from the model's own logits by the same
 * steps and with the same random number as without guesses, and a guess that differs from it is
 * taken back. How many tokens are guessed follows how many came true; when many answers are
 * computed together there is no room for guesses, and none are made.
 */
public sealed interface Speculation {
    /** Most guesses of one step: with the token before them they are rows of one pass. */
    int DRAFT_MAX = DecodeBatches.ROWS_MAX - 1;

    /** No guesses. */
    static Speculation none() {
        return new None();
    }

    /**
     * Guesses that what followed the latest tokens when they last occurred, in prompt or answer,
     * follows them again. Pays where answers quote their prompts: summaries, corrections, code.
     *
     * @param ngramMax how many of the latest tokens must occur, or fewer down to two if they do not
     * @param draftMax most tokens of one guess, 1 to {@link #DRAFT_MAX}
     */
    static Speculation promptLookup(int ngramMax, int draftMax) {
        return new PromptLookup(ngramMax, draftMax);
    }

    /** Prompt lookup with three tokens and guesses of up to {@link #DRAFT_MAX}. */
    static Speculation promptLookup() {
        return promptLookup(3, DRAFT_MAX);
    }

    /**
     * Lets a smaller model of the same vocabulary guess.
     *
     * @param model open as long as generations use it; it is not closed by them
     * @param draftMax most tokens of one guess, 1 to {@link #DRAFT_MAX}
     */
    static Speculation draft(Model model, int draftMax) {
        return new DraftModel(model, draftMax);
    }

    /** See {@link #none}. */
    record None() implements Speculation {}

    /** See {@link #promptLookup(int, int)}. */
    record PromptLookup(int ngramMax, int draftMax) implements Speculation {
        private static final int NGRAM_MAX = 32;

        /** Checks the ranges. */
        public PromptLookup {
            if (ngramMax < 1 || ngramMax > NGRAM_MAX) {
                throw new InvalidOptionException(
                        "ngramMax of prompt lookup", ngramMax, "1 to " + NGRAM_MAX);
            }
            requireDraft(draftMax);
        }
    }

    /** See {@link #draft}. */
    record DraftModel(Model model, int draftMax) implements Speculation {
        /** Checks the range. */
        public DraftModel {
            requireDraft(draftMax);
        }
    }

    private static void requireDraft(int draftMax) {
        if (draftMax < 1 || draftMax > DRAFT_MAX) {
            throw new InvalidOptionException(
                    "draftMax of speculation", draftMax, "1 to " + DRAFT_MAX);
        }
    }
}
