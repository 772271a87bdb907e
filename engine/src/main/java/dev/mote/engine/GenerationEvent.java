package dev.mote.engine;

import java.util.Optional;

/**
 * What a generation reports while it runs: prefill steps, then one event per token, then exactly
 * one {@link Finished}. The texts of all events, joined, are the text of the answer.
 */
public sealed interface GenerationEvent {
    /** Text that became certain with this event; often empty. Never half a character. */
    String text();

    /**
     * A part of the prompt was read.
     *
     * @param tokens tokens of the prompt that are in the context now, cached ones included
     * @param total tokens of the prompt
     */
    record Prefilled(int tokens, int total) implements GenerationEvent {
        @Override
        public String text() {
            return "";
        }
    }

    /**
     * A token was chosen.
     *
     * @param token its id
     * @param text text that became certain; empty while a character or a possible stop string is
     *     incomplete, and for tokens that have no text
     * @param logprob present if log-probabilities were asked for
     */
    record Token(int token, String text, Optional<TokenLogprob> logprob)
            implements GenerationEvent {}

    /**
     * The answer is complete.
     *
     * @param text what was still held back
     * @param answer everything
     */
    record Finished(String text, Answer answer) implements GenerationEvent {}
}
