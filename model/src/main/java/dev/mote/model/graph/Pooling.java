package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

/** How the states of a sequence's tokens become one vector. */
public enum Pooling {
    /** Their mean. */
    MEAN,
    /** The first token's. */
    FIRST,
    /** The last token's. */
    LAST;

    /** Pools states [n, hiddenSize], n at least 1, into {@code pooled} [1, hiddenSize]. */
    public void apply(FloatMatrix states, FloatMatrix pooled) {
        switch (this) {
            case MEAN -> mean(states, pooled);
            case FIRST -> pooled.copyFrom(states.rows(0, 1));
            case LAST -> pooled.copyFrom(states.rows(states.rows() - 1, 1));
        }
    }

    private static void mean(FloatMatrix states, FloatMatrix pooled) {
        double[] sums = new double[states.columns()];
        float[] row = new float[states.columns()];
        for (int r = 0; r < states.rows(); r++) {
            states.copyRow(r, row, 0);
            for (int c = 0; c < row.length; c++) {
                sums[c] += row[c];
            }
        }
        for (int c = 0; c < row.length; c++) {
            row[c] = (float) (sums[c] / states.rows());
        }
        pooled.setRow(0, row, 0);
    }
}
