package dev.mote.model.conformance;

/**
 * How far computed rows are from reference rows.
 *
 * @param maxAbs largest |computed − reference|
 * @param row where it is
 * @param column where it is
 * @param meanKl mean over rows of KL(softmax(reference) ‖ softmax(computed)), in nats
 * @param top1 share of rows whose largest value is at the same column
 */
record Difference(double maxAbs, int row, int column, double meanKl, double top1) {
    /** Compares rows of {@code width} values. */
    static Difference between(float[] computed, float[] reference, int width) {
        double maxAbs = 0;
        int at = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = Math.abs((double) computed[i] - reference[i]);
            if (!(difference <= maxAbs)) { // NaN counts as the largest
                maxAbs = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
                at = i;
            }
        }
        int rows = reference.length / width;
        double kl = 0;
        int agreeing = 0;
        for (int row = 0; row < rows; row++) {
            kl += divergence(reference, computed, row * width, width);
            agreeing +=
                    Rows.argmax(reference, row * width, width)
                                    == Rows.argmax(computed, row * width, width)
                            ? 1
                            : 0;
        }
        return new Difference(maxAbs, at / width, at % width, kl / rows, agreeing / (double) rows);
    }

    private static double divergence(float[] p, float[] q, int offset, int width) {
        double logP = Rows.logSumExp(p, offset, width);
        double logQ = Rows.logSumExp(q, offset, width);
        double sum = 0;
        for (int i = offset; i < offset + width; i++) {
            sum += Math.exp(p[i] - logP) * ((p[i] - logP) - (q[i] - logQ));
        }
        return sum;
    }
}
