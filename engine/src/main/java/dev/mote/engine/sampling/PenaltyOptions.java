package dev.mote.engine.sampling;

/**
 * Penalties for tokens that occurred before.
 *
 * @param repetition 1 for none; positive logits are divided by it, negative ones multiplied (CTRL,
 *     arXiv:1909.05858, section 4.1)
 * @param frequency 0 for none; subtracted from the logit once per occurrence
 * @param presence 0 for none; subtracted from the logit once if the token occurred
 * @param window how many of the latest tokens count, prompt included; −1 for all
 */
public record PenaltyOptions(double repetition, double frequency, double presence, int window) {
    /** No penalties. */
    public static final PenaltyOptions NONE = new PenaltyOptions(1, 0, 0, 64);

    /** Checks the ranges. */
    public PenaltyOptions {
        Checks.require(
                repetition > 0 && repetition <= 10,
                "repetitionPenalty",
                repetition,
                "above 0 and at most 10");
        Checks.require(
                Math.abs(frequency) <= 10, "frequencyPenalty", frequency, "between -10 and 10");
        Checks.require(Math.abs(presence) <= 10, "presencePenalty", presence, "between -10 and 10");
        Checks.require(window >= -1, "penaltyWindow", window, "-1 or more");
    }

    /** Whether any penalty changes a logit. */
    boolean active() {
        return window != 0 && (repetition != 1 || frequency != 0 || presence != 0);
    }
}
