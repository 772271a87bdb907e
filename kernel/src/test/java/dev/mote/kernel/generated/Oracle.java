package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;

/**
 * Exact products of quantised activations with decoded weights, and how far a kernel may be from
 * them and from products of unquantised activations.
 *
 * <p>The bound on rounding. With u = 2^-24 and v = scale · (q − zero point) + minimum: integers
 * within a group of columns are summed exactly; a group's sum is converted exactly (below 2^24),
 * multiplied by a product of two or three factors (3 u) and added to a running sum, as is the
 * product of minimum and activation sum (4 u). A running sum takes at most 2 · columns / group
 * additions, then at most 5 levels of lanes. The decoder that we compare with rounds a weight at
 * most 4 times. So the error is at most (2 · columns / group + 16) · u · Σ (|v − minimum| +
 * |minimum|) · |x|. Plain floats: columns + 8 in place of the factor. Products that underflow are
 * bounded by one smallest normal number a column.
 *
 * <p>The bound on quantisation: a value is at most half a scale away from its quantised one, and a
 * thousandth of that for the rounding of 127 / magnitude.
 */
final class Oracle {
    private static final double UNIT = 0x1p-24;

    private final double[][] products;
    private final double[][] rounding;
    private final double[][] quantisation;

    Oracle(BlockType type, EncodedWeights weights, float[][] x) {
        int columns = weights.columns();
        boolean plain = type.blockSize() == 1;
        float[][] values = weights.values();
        float[][] minima = weights.minima();
        products = new double[x.length][weights.rows()];
        rounding = new double[x.length][weights.rows()];
        quantisation = new double[x.length][weights.rows()];
        double factor = UNIT * (plain ? columns + 8 : 2 * columns / 16.0 + 16);
        for (int token = 0; token < x.length; token++) {
            Quantised quantised = plain ? Quantised.exact(x[token]) : Quantised.of(x[token]);
            for (int row = 0; row < weights.rows(); row++) {
                double sum = 0;
                double magnitude = 0;
                double away = 0;
                for (int i = 0; i < columns; i++) {
                    double value = values[row][i];
                    double minimum = minima[row][i];
                    double activation = quantised.value(i);
                    sum += value * activation;
                    magnitude +=
                            (Math.abs(value - minimum) + Math.abs(minimum)) * Math.abs(activation);
                    away += Math.abs(value) * quantised.scale(i);
                }
                products[token][row] = sum;
                rounding[token][row] = factor * magnitude + columns * (double) Float.MIN_NORMAL;
                quantisation[token][row] = 0.5005 * away;
            }
        }
    }

    /**
     * Describes the first result that is too far from the exact one, or nothing.
     *
     * @param y results of tokens {@code firstToken} on and rows {@code firstRow} on
     */
    String difference(FloatMatrix y, int firstToken, int firstRow) {
        for (int token = 0; token < y.rows(); token++) {
            for (int row = 0; row < y.columns(); row++) {
                double exact = products[firstToken + token][firstRow + row];
                double bound = rounding[firstToken + token][firstRow + row];
                float result = y.get(token, row);
                if (!(Math.abs(result - exact) <= bound)) {
                    return "token %d, row %d: %s instead of %s ± %s"
                            .formatted(token, row, result, exact, bound);
                }
            }
        }
        return "";
    }

    /** Describes the first result too far from that of unquantised activations, or nothing. */
    String differenceFrom(FloatMatrix reference, FloatMatrix y) {
        for (int token = 0; token < y.rows(); token++) {
            for (int row = 0; row < y.columns(); row++) {
                float expected = reference.get(token, row);
                float result = y.get(token, row);
                double bound = quantisation[token][row] + 2 * rounding[token][row];
                if (!(Math.abs((double) result - expected) <= bound)) {
                    return "token %d, row %d: %s instead of %s ± %s"
                            .formatted(token, row, result, expected, bound);
                }
            }
        }
        return "";
    }
}
