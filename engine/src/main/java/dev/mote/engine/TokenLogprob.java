package dev.mote.engine;

import java.util.List;

/**
 * The log-probability of a chosen token and of the likeliest tokens beside it, from the log-softmax
 * of the model's raw logits, before bias, penalties, truncation and temperature.
 *
 * @param token the chosen id
 * @param piece its text as the vocabulary spells it
 * @param logprob natural logarithm of its probability
 * @param top the likeliest tokens, best first, as many as were asked for
 */
public record TokenLogprob(int token, String piece, double logprob, List<Alternative> top) {
    /** Copies the list. */
    public TokenLogprob {
        top = List.copyOf(top);
    }

    /**
     * A token that could have been chosen.
     *
     * @param token its id
     * @param piece its text as the vocabulary spells it
     * @param logprob natural logarithm of its probability
     */
    public record Alternative(int token, String piece, double logprob) {}
}
