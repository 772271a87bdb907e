package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.generated.AttentionKernels.Bias;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Attention of one key/value head in double, on the values that a cache of its type holds.
 *
 * @param group query heads that share the key/value head
 * @param first first visible key of the first position, which rises by {@code firstStep}
 * @param end end of its visible keys, which rises by {@code endStep}
 * @param cap 0 for none
 */
record AttentionCase(
        BlockType type,
        int positions,
        int group,
        int size,
        int valueSize,
        int keys,
        float cap,
        Bias bias,
        long first,
        int firstStep,
        long end,
        int endStep) {
    static AttentionCase causal(BlockType type, int positions, int group, int size, int past) {
        int keys = past + positions;
        return new AttentionCase(
                type, positions, group, size, size, keys, 0, Bias.NONE, 0, 0, past + 1L, 1);
    }

    AttentionCase with(float newCap, Bias newBias) {
        return new AttentionCase(
                type, positions, group, size, valueSize, keys, newCap, newBias, first, firstStep,
                end, endStep);
    }

    AttentionCase windowed(long newFirst, int newFirstStep, long newEnd, int newEndStep) {
        return new AttentionCase(
                type,
                positions,
                group,
                size,
                valueSize,
                keys,
                cap,
                bias,
                newFirst,
                newFirstStep,
                newEnd,
                newEndStep);
    }

    AttentionCase valuesOf(int newValueSize) {
        return new AttentionCase(
                type,
                positions,
                group,
                size,
                newValueSize,
                keys,
                cap,
                bias,
                first,
                firstStep,
                end,
                endStep);
    }

    int rows() {
        return positions * group;
    }

    float scale() {
        return (float) (1 / Math.sqrt(size));
    }

    /** Position of the first row: the last queries see the last key where masks are causal. */
    int position() {
        return keys - positions;
    }

    float slope(int head) {
        return 0.5f / (head + 1);
    }

    /** Vectors in the encoding of the cache. */
    byte[] encoded(Random random, int width) {
        int rowBytes = (int) type.bytesFor(width);
        byte[] rows = new byte[keys * rowBytes];
        for (int key = 0; key < keys; key++) {
            float[] values = Operands.gaussian(random, width, 1);
            type.encode(values, 0, MemorySegment.ofArray(rows), (long) key * rowBytes, width);
        }
        return rows;
    }

    /** Outputs, rows of value vectors. */
    double[] exact(float[] queries, byte[] keyBytes, byte[] valueBytes, float[][] table) {
        float[] k = decoded(keyBytes, size);
        float[] v = decoded(valueBytes, valueSize);
        double[] outputs = new double[rows() * valueSize];
        for (int row = 0; row < rows(); row++) {
            int at = row / group;
            double[] scores = new double[keys];
            double largest = Double.NEGATIVE_INFINITY;
            int low = Math.clamp(first + (long) firstStep * at, 0, keys);
            int high = Math.clamp(end + (long) endStep * at, 0, keys);
            for (int key = low; key < high; key++) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += (double) queries[row * size + i] * k[key * size + i];
                }
                sum *= scale();
                sum = cap == 0 ? sum : cap * Math.tanh(sum / cap);
                int distance = key - position() - at;
                scores[key] =
                        switch (bias) {
                            case NONE -> sum;
                            case SLOPES -> sum - slope(row % group) * Math.abs(distance);
                            case TABLE -> sum + table[row % group][distance + keys - 1];
                        };
                largest = Math.max(largest, scores[key]);
            }
            double all = 0;
            for (int key = low; key < high; key++) {
                double weight = Math.exp(scores[key] - largest);
                all += weight;
                for (int i = 0; i < valueSize; i++) {
                    outputs[row * valueSize + i] += weight * v[key * valueSize + i];
                }
            }
            for (int i = 0; i < valueSize && all > 0; i++) {
                outputs[row * valueSize + i] /= all;
            }
        }
        return outputs;
    }

    private float[] decoded(byte[] rows, int width) {
        float[] values = new float[keys * width];
        type.decode(MemorySegment.ofArray(rows), 0, values, 0, values.length);
        return values;
    }

    /** As that of the x86-64 kernels' test: what roundings in F32 may add up to. */
    double bound() {
        double length = Math.sqrt(size) + 4;
        double largest = length * length * scale() + (bias == Bias.NONE ? 0 : 4 + 0.5 * keys);
        double score = (size + 12) * 0x1p-24 * largest;
        return 5 * (2 * score + (keys + 16) * 0x1p-24);
    }
}
