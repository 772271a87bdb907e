package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.util.Arrays;

/** Masks, biases and the softmax of one row of attention scores. */
final class Scores {
    private Scores() {}

    /** First key a query at {@code position} sees. */
    static int firstKey(Mask mask, int position) {
        return switch (mask) {
            case Mask.Full() -> 0;
            case Mask.Causal() -> 0;
            case Mask.CausalWindow(int window) -> Math.max(0, position - window + 1);
            case Mask.SymmetricWindow(int half) -> Math.max(0, position - half);
        };
    }

    /** One past the last key a query at {@code position} sees. */
    static int endKey(Mask mask, int position, int keyCount) {
        return switch (mask) {
            case Mask.Full() -> keyCount;
            case Mask.Causal() -> Math.min(keyCount, position + 1);
            case Mask.CausalWindow(int window) -> Math.min(keyCount, position + 1);
            case Mask.SymmetricWindow(int half) ->
                    (int) Math.min(keyCount, (long) position + half + 1);
        };
    }

    /**
     * Turns scores into probabilities; those of keys outside start … end − 1 become 0.
     *
     * @param at index of the score of key {@code origin}
     * @param stride scores in the row
     */
    static void softmax(
            AttentionShape shape,
            int head,
            int position,
            float[] scores,
            int at,
            int stride,
            int origin,
            int start,
            int end) {
        int from = at + Math.min(stride, Math.max(0, start - origin));
        int to = Math.max(from, at + Math.min(stride, end - origin));
        if (shape.softCap() != 0) {
            softCap(scores, from, to, shape.softCap());
        }
        addBias(shape.bias(), head, position, scores, from, to, from - at + origin);
        float sum = exponentiate(scores, from, to, max(scores, from, to));
        scale(scores, from, to, 1 / sum);
        Arrays.fill(scores, at, from, 0f);
        Arrays.fill(scores, to, at + stride, 0f);
    }

    private static void softCap(float[] scores, int from, int to, float cap) {
        FloatVector divisor = FloatVector.broadcast(F, cap);
        int i = from;
        for (; i <= to - L; i += L) {
            VectorMath.tanh(FloatVector.fromArray(F, scores, i).div(divisor))
                    .mul(divisor)
                    .intoArray(scores, i);
        }
        for (; i < to; i++) {
            scores[i] = cap * (float) Math.tanh(scores[i] / cap);
        }
    }

    /** {@code key} is the position of the key of scores[from]. */
    private static void addBias(
            PositionBias bias, int head, int position, float[] scores, int from, int to, int key) {
        switch (bias) {
            case PositionBias.None() -> {}
            case PositionBias.Alibi(float[] slopes) -> {
                for (int i = from; i < to; i++) {
                    scores[i] -= slopes[head] * Math.abs(position - (key + i - from));
                }
            }
            case PositionBias.RelativeBuckets buckets -> {
                for (int i = from; i < to; i++) {
                    int bucket = bucket(buckets, key + i - from - position);
                    scores[i] += buckets.table().get(bucket, head);
                }
            }
        }
    }

    /** The bucket of a distance key − query, arXiv:1910.10683 as implemented by its authors. */
    private static int bucket(PositionBias.RelativeBuckets bias, int distance) {
        int count = bias.table().rows();
        int first = 0;
        int magnitude;
        if (bias.bidirectional()) {
            count /= 2;
            first = distance > 0 ? count : 0;
            magnitude = Math.abs(distance);
        } else {
            magnitude = Math.max(0, -distance);
        }
        int exact = count / 2;
        if (magnitude < exact) {
            return first + magnitude;
        }
        double share =
                Math.log((double) magnitude / exact)
                        / Math.log((double) bias.maxDistance() / exact);
        // Where the quotient of logarithms is a whole number, rounding must not lose it.
        double steps = share * (count - exact) + 1e-9;
        return first + (int) Math.min(count - 1, exact + steps);
    }

    private static float max(float[] scores, int from, int to) {
        FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        int i = from;
        for (; i <= to - L; i += L) {
            max = max.max(FloatVector.fromArray(F, scores, i));
        }
        float result = max.reduceLanes(VectorOperators.MAX);
        for (; i < to; i++) {
            result = Math.max(result, scores[i]);
        }
        return result;
    }

    /** scores = e^(scores − max); returns their sum. */
    private static float exponentiate(float[] scores, int from, int to, float max) {
        FloatVector sum = FloatVector.zero(F);
        int i = from;
        for (; i <= to - L; i += L) {
            FloatVector p = VectorMath.exp(FloatVector.fromArray(F, scores, i).sub(max));
            p.intoArray(scores, i);
            sum = sum.add(p);
        }
        float total = Lanes.sum(sum);
        for (; i < to; i++) {
            scores[i] = (float) Math.exp(scores[i] - max);
            total += scores[i];
        }
        return total;
    }

    private static void scale(float[] scores, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            scores[i] *= factor;
        }
    }
}
