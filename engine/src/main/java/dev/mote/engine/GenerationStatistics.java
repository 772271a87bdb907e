package dev.mote.engine;

/**
 * Where the time and the tokens of an answer went. Times are wall-clock milliseconds.
 *
 * @param loadMs opening the model, once per model
 * @param promptTokens tokens of the prompt, without those dropped
 * @param cachedTokens of these, how many were still in the KV cache and not read again
 * @param droppedTokens tokens dropped by {@link OverflowPolicy#SHIFT}; 0 otherwise
 * @param answerTokens tokens chosen, the stop token included
 * @param prefillMs reading the prompt
 * @param timeToFirstTokenMs from the call to the first token
 * @param decodeMs choosing and reading the tokens after the first
 * @param draftedTokens tokens that {@link Speculation} guessed and a pass read
 * @param acceptedTokens of these, how many came true
 * @param seed of the random numbers: give it again to get the same text
 */
public record GenerationStatistics(
        double loadMs,
        int promptTokens,
        int cachedTokens,
        int droppedTokens,
        int answerTokens,
        double prefillMs,
        double timeToFirstTokenMs,
        double decodeMs,
        int draftedTokens,
        int acceptedTokens,
        long seed) {
    /** Prompt tokens read per second; 0 if none were. */
    public double prefillTokensPerSecond() {
        return perSecond(promptTokens - cachedTokens, prefillMs);
    }

    /** Tokens per second after the first; 0 if there was only one. */
    public double decodeTokensPerSecond() {
        return perSecond(answerTokens - 1, decodeMs);
    }

    private static double perSecond(int tokens, double ms) {
        return tokens <= 0 || ms <= 0 ? 0 : tokens * 1000.0 / ms;
    }
}
