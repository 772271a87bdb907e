package dev.mote.kernel.reference;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;

/**
 * Scaled dot-product attention over the cache, one head of one query after the other
 * (arXiv:1706.03762, equation 1; grouped queries as in arXiv:2305.13245).
 */
final class ReferenceAttention {
    private ReferenceAttention() {}

    static void run(
            AttentionShape shape,
            FloatMatrix q,
            KvLayer layer,
            int firstPosition,
            int keyCount,
            FloatMatrix out) {
        int group = shape.headCount() / shape.kvHeadCount();
        float[] query = new float[q.columns()];
        double[] scores = new double[keyCount];
        for (int kvHead = 0; kvHead < shape.kvHeadCount(); kvHead++) {
            float[] keys = keys(layer, kvHead, keyCount);
            float[] values = values(layer, kvHead, keyCount);
            for (int row = 0; row < q.rows(); row++) {
                q.copyRow(row, query, 0);
                int position = firstPosition + row;
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    score(shape, head, query, position, keys, scores);
                    softmax(scores);
                    mix(shape, head, scores, values, out, row);
                }
            }
        }
    }

    /** Masked keys score negative infinity, so that the softmax gives them nothing. */
    private static void score(
            AttentionShape shape,
            int head,
            float[] query,
            int position,
            float[] keys,
            double[] scores) {
        int size = shape.headSize();
        for (int key = 0; key < scores.length; key++) {
            if (!visible(shape.mask(), position, key)) {
                scores[key] = Double.NEGATIVE_INFINITY;
                continue;
            }
            double score =
                    ReferenceKernels.dot(query, head * size, keys, key * size, size)
                            * shape.scale();
            if (shape.softCap() != 0) {
                score = shape.softCap() * Math.tanh(score / shape.softCap());
            }
            scores[key] = score + bias(shape.bias(), head, key - position);
        }
    }

    private static boolean visible(Mask mask, int query, int key) {
        return switch (mask) {
            case Mask.Full() -> true;
            case Mask.Causal() -> key <= query;
            case Mask.CausalWindow(int window) -> key <= query && query - key < window;
            case Mask.SymmetricWindow(int halfWindow) -> Math.abs(query - key) <= halfWindow;
        };
    }

    /** {@code distance} is key − query. */
    private static double bias(PositionBias bias, int head, int distance) {
        return switch (bias) {
            case PositionBias.None() -> 0;
            case PositionBias.Alibi(float[] slopes) -> -slopes[head] * (double) Math.abs(distance);
            case PositionBias.RelativeBuckets(
                            FloatMatrix table,
                            boolean bidirectional,
                            int maxDistance) ->
                    table.get(bucket(distance, table.rows(), bidirectional, maxDistance), head);
        };
    }

    /**
     * T5's bucket of a distance: the nearer half of the distances have buckets of their own, the
     * farther ones share buckets that grow logarithmically up to {@code maxDistance}.
     */
    static int bucket(int distance, int bucketCount, boolean bidirectional, int maxDistance) {
        if (bidirectional) {
            int half = bucketCount / 2;
            return (distance > 0 ? half : 0) + bucket(Math.abs(distance), half, maxDistance);
        }
        return bucket(Math.max(0, -distance), bucketCount, maxDistance);
    }

    private static int bucket(int distance, int bucketCount, int maxDistance) {
        int exact = bucketCount / 2;
        if (distance < exact) {
            return distance;
        }
        double share = Math.log((double) distance / exact) / Math.log((double) maxDistance / exact);
        // Where the quotient of logarithms is a whole number, rounding must not lose it.
        double steps = share * (bucketCount - exact) + 1e-9;
        return (int) Math.min(bucketCount - 1, exact + steps);
    }

    /** Where no key is visible all weights are zero. */
    private static void softmax(double[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = max == Double.NEGATIVE_INFINITY ? 0 : Math.exp(scores[i] - max);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = sum == 0 ? 0 : scores[i] / sum;
        }
    }

    private static void mix(
            AttentionShape shape,
            int head,
            double[] weights,
            float[] values,
            FloatMatrix out,
            int row) {
        int size = shape.valueSize();
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int key = 0; key < weights.length; key++) {
                if (weights[key] != 0) { // a masked position may hold anything, NaN included
                    sum += weights[key] * values[key * size + i];
                }
            }
            out.set(row, head * size + i, (float) sum);
        }
    }

    private static float[] keys(KvLayer layer, int kvHead, int count) {
        int size = layer.keySize();
        float[] decoded = new float[Math.multiplyExact(size, count)];
        for (int at = 0; at < count; at = layer.pageEnd(at)) {
            int here = Math.min(count, layer.pageEnd(at)) - at;
            if (layer.covers(at)) { // the others are masked
                long offset = layer.keyOffset(kvHead, at);
                layer.type().decode(layer.keys(at), offset, decoded, at * size, here * size);
            }
        }
        return decoded;
    }

    private static float[] values(KvLayer layer, int kvHead, int count) {
        int size = layer.valueSize();
        float[] decoded = new float[Math.multiplyExact(size, count)];
        for (int at = 0; at < count; at = layer.pageEnd(at)) {
            int here = Math.min(count, layer.pageEnd(at)) - at;
            if (layer.covers(at)) {
                long offset = layer.valueOffset(kvHead, at);
                layer.type().decode(layer.values(at), offset, decoded, at * size, here * size);
            }
        }
        return decoded;
    }
}
