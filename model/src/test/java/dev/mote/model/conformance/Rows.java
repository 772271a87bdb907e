package dev.mote.model.conformance;

import dev.mote.kernel.FloatMatrix;

/** Rows of logits in arrays. */
final class Rows {
    private Rows() {}

    /** Index of the largest of {@code width} values from {@code offset} on, the first if equal. */
    static int argmax(float[] values, int offset, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            if (values[offset + i] > values[offset + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Index of the largest value in the last row. */
    static int argmaxOfLast(FloatMatrix matrix) {
        float[] row = new float[matrix.columns()];
        matrix.copyRow(matrix.rows() - 1, row, 0);
        return argmax(row, 0, row.length);
    }

    static double logSumExp(float[] values, int offset, int width) {
        double max = values[offset + argmax(values, offset, width)];
        double sum = 0;
        for (int i = offset; i < offset + width; i++) {
            sum += Math.exp(values[i] - max);
        }
        return max + Math.log(sum);
    }

    static float[] toArray(FloatMatrix matrix) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            matrix.copyRow(row, values, row * matrix.columns());
        }
        return values;
    }
}
