package dev.mote.kernel.generated;

/**
 * One token's activations as quantised by the documented rule: 32 columns share a scale, their
 * largest magnitude / 127; a value is its product with 127 / that magnitude, rounded to nearest
 * even; where all magnitudes are below 2^-120 scale and values are zero.
 */
final class Quantised {
    private static final int GROUP = 32;
    private static final float SMALLEST = 0x1p-120f;

    private final double[] values;
    private final double[] scales;

    private Quantised(double[] values, double[] scales) {
        this.values = values;
        this.scales = scales;
    }

    /** Scale · q of a column. */
    double value(int column) {
        return values[column];
    }

    /** The scale of a column. */
    double scale(int column) {
        return scales[column];
    }

    static Quantised of(float[] x) {
        double[] values = new double[x.length];
        double[] scales = new double[x.length];
        for (int first = 0; first < x.length; first += GROUP) {
            int end = Math.min(x.length, first + GROUP);
            float largest = 0;
            for (int i = first; i < end; i++) {
                largest = Math.max(largest, Math.abs(x[i]));
            }
            float scale = largest < SMALLEST ? 0 : largest / 127f;
            float inverse = largest < SMALLEST ? 0 : 127f / largest;
            for (int i = first; i < end; i++) {
                scales[i] = scale;
                values[i] = scale * Math.rint(x[i] * inverse);
            }
        }
        return new Quantised(values, scales);
    }

    /** The activations as they are, for weights that are not quantised. */
    static Quantised exact(float[] x) {
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = x[i];
        }
        return new Quantised(values, new double[x.length]);
    }
}
