package dev.mote.text.template;

import java.time.Duration;

/**
 * What one template may use. A template is code from a model file, so everything it does is
 * bounded.
 *
 * @param sourceLengthMax characters of the source
 * @param stepsMax evaluation steps of one rendering: nodes, list elements, 16 characters read
 * @param textLengthMax characters of the prompt and of every other text
 * @param textTotalMax characters of all texts made in one rendering, which bounds its memory
 * @param nestingMax depth of evaluation, over expressions, blocks and macro calls
 * @param timeMax time of one rendering
 */
public record TemplateLimits(
        int sourceLengthMax,
        long stepsMax,
        int textLengthMax,
        long textTotalMax,
        int nestingMax,
        Duration timeMax) {
    /** Wide enough for conversations of about a million tokens. */
    public static final TemplateLimits DEFAULT =
            new TemplateLimits(1 << 20, 20_000_000, 1 << 23, 1L << 25, 500, Duration.ofSeconds(10));

    /** Refuses limits that allow nothing. */
    public TemplateLimits {
        if (sourceLengthMax < 1
                || stepsMax < 1
                || textLengthMax < 1
                || textTotalMax < 1
                || nestingMax < 1
                || timeMax.isNegative()
                || timeMax.isZero()) {
            throw new IllegalArgumentException("template limits must all be positive");
        }
    }
}
