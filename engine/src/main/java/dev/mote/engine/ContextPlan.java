package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.model.ContextOverflowException;

/**
 * Makes a prompt fit the context, or says that it does not: decided before anything is computed.
 */
final class ContextPlan {
    private final int[] prompt;
    private final int promptTokens;
    private final int keepTokens;
    private final int tokensMax;
    private final int capacity;

    private ContextPlan(
            int[] prompt, int promptTokens, int keepTokens, int tokensMax, int capacity) {
        this.prompt = prompt;
        this.promptTokens = promptTokens;
        this.keepTokens = keepTokens;
        this.tokensMax = tokensMax;
        this.capacity = capacity;
    }

    /**
     * Plans.
     *
     * @param keep tokens at the beginning that SHIFT must keep
     * @throws ContextOverflowException if it does not fit and may not, or cannot, be shortened
     * @throws InvalidOptionException if an answer that must shift could not
     */
    static ContextPlan of(int[] prompt, int keep, GenerationOptions options, int contextLength) {
        return of(prompt, prompt.length, keep, options, contextLength);
    }

    /** As above, for a prompt from which something was left out already. */
    static ContextPlan of(
            int[] prompt,
            int promptTokens,
            int keep,
            GenerationOptions options,
            int contextLength) {
        int asked = options.maxTokens();
        // The last token of an answer is never read, so it needs no position.
        long needed = (long) prompt.length + Math.max(asked, 1) - 1;
        if (options.overflow() == OverflowPolicy.ERROR) {
            if (needed > contextLength) {
                throw new ContextOverflowException(clamp(needed), contextLength);
            }
            int tokensMax = asked == 0 ? Integer.MAX_VALUE : asked; // the context ends it
            return new ContextPlan(
                    prompt,
                    promptTokens,
                    keep,
                    tokensMax,
                    asked == 0 ? contextLength : (int) needed);
        }
        int[] fitting = prompt;
        int kept = Math.min(keep, prompt.length);
        while (fitting.length > contextLength) {
            int dropped = (fitting.length - kept) / 2;
            if (kept >= contextLength || dropped < 1) {
                throw new ContextOverflowException(clamp(needed), contextLength);
            }
            int[] shorter = new int[fitting.length - dropped];
            System.arraycopy(fitting, 0, shorter, 0, kept);
            System.arraycopy(fitting, kept + dropped, shorter, kept, shorter.length - kept);
            fitting = shorter;
        }
        boolean bounded = asked > 0 && needed <= contextLength;
        long answerTokens = asked == 0 ? contextLength : asked;
        if (fitting.length + answerTokens - 1 > contextLength && contextLength - kept < 2) {
            // The first shift of the answer would find nothing to drop.
            throw new InvalidOptionException(
                    "the beginning that shifting keeps",
                    kept + " tokens long",
                    ("at most %d in a context of %d, so that older tokens can make room for the"
                                    + " answer; lower keepTokens, shorten the system prompt or"
                                    + " choose a longer context")
                            .formatted(contextLength - 2, contextLength));
        }
        return new ContextPlan(
                fitting,
                promptTokens,
                kept,
                asked == 0 ? contextLength : asked,
                bounded ? (int) needed : contextLength);
    }

    private static int clamp(long count) {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    /** The prompt to read. Not copied; nobody writes to it. */
    int[] prompt() {
        return prompt;
    }

    /** Tokens left out so that it fits. */
    int droppedTokens() {
        return promptTokens - prompt.length;
    }

    /** Tokens at the beginning that a later shift keeps. */
    int keepTokens() {
        return keepTokens;
    }

    /** Most tokens of the answer. */
    int tokensMax() {
        return tokensMax;
    }

    /** Positions a sequence of its own needs. */
    int capacity() {
        return capacity;
    }
}
