package dev.mote.kernel;

/** A bias added to scaled attention scores before the softmax. */
public sealed interface PositionBias {
    /** No bias. */
    record None() implements PositionBias {}

    /**
     * ALiBi (arXiv:2108.12409), symmetric: subtracts slope[head] · |query − key|.
     *
     * <p>The array is not copied and must not change.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Alibi(float[] slopes) implements PositionBias {}

    /**
     * T5's relative position buckets (arXiv:1910.10683, section 2.1): bias[bucket, head] where the
     * bucket is a function of key − query.
     *
     * @param table F32 matrix [buckets, heads]
     * @param bidirectional whether keys after the query have buckets of their own
     * @param maxDistance distances from here on share the last bucket
     */
    record RelativeBuckets(FloatMatrix table, boolean bidirectional, int maxDistance)
            implements PositionBias {}
}
