package dev.mote.engine.sampling;

import java.util.Arrays;

/** Repetition, frequency and presence penalties over a window of the history. */
record Penalties(PenaltyOptions options, TokenHistory history) implements LogitAdjustment {
    @Override
    public void adjust(float[] logits) {
        int[] window = history.latest(options.window());
        Arrays.sort(window);
        for (int i = 0; i < window.length; ) {
            int token = window[i];
            int count = 0;
            while (i < window.length && window[i] == token) {
                count++;
                i++;
            }
            // Dividing a negative logit would raise it, so those are multiplied.
            double logit = logits[token];
            logit = logit > 0 ? logit / options.repetition() : logit * options.repetition();
            logits[token] = (float) (logit - count * options.frequency() - options.presence());
        }
    }
}
