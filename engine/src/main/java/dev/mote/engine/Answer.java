package dev.mote.engine;

import java.util.List;
import java.util.Optional;

/**
 * A complete answer.
 *
 * @param text the text, without stop strings and special tokens
 * @param tokens every token chosen, the stop token included
 * @param logprobs one per token if asked for, otherwise empty
 * @param finishReason why it ended
 * @param stopString the stop string that ended it, for {@link FinishReason#STOP_STRING}
 * @param statistics where time and tokens went
 */
public record Answer(
        String text,
        List<Integer> tokens,
        List<TokenLogprob> logprobs,
        FinishReason finishReason,
        Optional<String> stopString,
        GenerationStatistics statistics) {
    /** Copies the lists. */
    public Answer {
        tokens = List.copyOf(tokens);
        logprobs = List.copyOf(logprobs);
    }
}
