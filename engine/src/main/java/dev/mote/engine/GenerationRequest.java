package dev.mote.engine;

import dev.mote.engine.constraint.ConstrainedText;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Generation} needs to know besides its prompt, decided before it starts.
 *
 * @param promptTokens as reported; an encoder-decoder's are its input's
 * @param cachedTokens tokens that need not be read again
 * @param droppedTokens dropped so that the prompt fits
 * @param keepTokens how many SHIFT keeps at the beginning
 * @param tokensMax most tokens of the answer
 * @param seed of the random numbers
 * @param loadMs as reported
 * @param startNanos when the call came
 * @param options as given
 * @param constraint where the answer stands in its constraint, null without one
 * @param speculator guesses ahead, null for no guesses; closed when the answer ends
 * @param cancellation as given
 */
record GenerationRequest(
        int promptTokens,
        int cachedTokens,
        int droppedTokens,
        int keepTokens,
        int tokensMax,
        long seed,
        double loadMs,
        long startNanos,
        GenerationOptions options,
        @Nullable ConstrainedText constraint,
        @Nullable Speculator speculator,
        CancellationToken cancellation) {}
