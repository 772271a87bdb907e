package dev.mote.engine.sampling;

import java.util.List;

/**
 * The DRY ("don't repeat yourself") penalty: a token that would continue a sequence which already
 * occurred loses multiplier · base^(length − allowedLength), where length is how much of the
 * sequence was repeated so far.
 *
 * @param multiplier 0 for none
 * @param base growth per repeated token, at least 1
 * @param allowedLength repeated sequences shorter than this cost nothing
 * @param range how many of the latest tokens are searched, prompt included; −1 for all
 * @param sequenceBreakers texts that repetitions do not reach across
 * @see <a href="https://github.com/oobabooga/text-generation-webui/pull/5677">the proposal</a>
 */
public record DryOptions(
        double multiplier,
        double base,
        int allowedLength,
        int range,
        List<String> sequenceBreakers) {
    /** No penalty; the other values are the proposal's defaults. */
    public static final DryOptions NONE =
            new DryOptions(0, 1.75, 2, -1, List.of("\n", ":", "\"", "*"));

    /** Checks the ranges and copies the breakers. */
    public DryOptions {
        Checks.require(
                multiplier >= 0 && multiplier <= 1000,
                "dryMultiplier",
                multiplier,
                "between 0 and 1000");
        Checks.require(base >= 1 && base <= 1000, "dryBase", base, "between 1 and 1000");
        Checks.require(allowedLength >= 1, "dryAllowedLength", allowedLength, "1 or more");
        Checks.require(range >= -1, "dryRange", range, "-1 or more");
        sequenceBreakers = List.copyOf(sequenceBreakers);
        Checks.require(
                sequenceBreakers.stream().noneMatch(String::isEmpty),
                "drySequenceBreakers",
                sequenceBreakers,
                "texts of one character or more");
    }

    /** As these, with another strength. */
    public DryOptions withMultiplier(double newMultiplier) {
        return new DryOptions(newMultiplier, base, allowedLength, range, sequenceBreakers);
    }

    /** Whether the penalty changes a logit. */
    boolean active() {
        return multiplier > 0 && range != 0;
    }
}
