package dev.mote.kernel.block;

/** Writes a codebook entry, scaled and with signs, as F32 values. */
final class SignedPoint {
    private SignedPoint() {}

    /** Bit i of {@code signs} negates value i of {@code count}. */
    static void write(
            long point, int signs, float scale, int count, float[] target, int targetOffset) {
        for (int i = 0; i < count; i++) {
            int magnitude = Float.floatToRawIntBits(scale * ((int) (point >>> (8 * i)) & 0xff));
            // Without a branch: random signs would defeat its prediction.
            int sign = (signs >>> i) << 31;
            target[targetOffset + i] = Float.intBitsToFloat(magnitude ^ sign);
        }
    }
}
