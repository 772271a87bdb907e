package dev.mote.kernel;

/**
 * The fixed part of an attention operation.
 *
 * @param headCount query heads
 * @param kvHeadCount key/value heads; headCount is a multiple (grouped-query attention)
 * @param headSize values per head of queries and keys
 * @param valueSize values per head of values
 * @param scale multiplies q·k
 * @param softCap 0, or scores become softCap · tanh(score / softCap)
 * @param mask which keys are visible
 * @param bias added after scaling and capping
 */
public record AttentionShape(
        int headCount,
        int kvHeadCount,
        int headSize,
        int valueSize,
        float scale,
        float softCap,
        Mask mask,
        PositionBias bias) {
    /** Checks head counts and sizes. */
    public AttentionShape {
        if (headCount < 1
                || kvHeadCount < 1
                || headCount % kvHeadCount != 0
                || headSize < 1
                || valueSize < 1) {
            throw new IllegalArgumentException(
                    "attention with %d heads of %d and %d over %d key/value heads"
                            .formatted(headCount, headSize, valueSize, kvHeadCount));
        }
    }
}
