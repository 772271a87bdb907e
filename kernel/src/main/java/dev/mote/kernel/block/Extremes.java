package dev.mote.kernel.block;

/** Extreme values of a block to be encoded, NaN ignored. */
final class Extremes {
    private Extremes() {}

    /** The value of largest magnitude, with its sign; the first of equals. */
    static float signedLargest(float[] values, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            if (Math.abs(values[i]) > Math.abs(largest)) {
                largest = values[i];
            }
        }
        return largest;
    }

    static float smallest(float[] values, int from, int count) {
        float smallest = Float.MAX_VALUE;
        for (int i = from; i < from + count; i++) {
            if (values[i] < smallest) {
                smallest = values[i];
            }
        }
        return smallest;
    }

    static float largest(float[] values, int from, int count) {
        float largest = -Float.MAX_VALUE;
        for (int i = from; i < from + count; i++) {
            if (values[i] > largest) {
                largest = values[i];
            }
        }
        return largest;
    }

    /** {@code value} truncated and limited to 0 … {@code max}; NaN gives 0. */
    static int index(float value, int max) {
        return Math.clamp((int) value, 0, max);
    }
}
