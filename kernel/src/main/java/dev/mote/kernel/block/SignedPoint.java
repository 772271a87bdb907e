package dev.mote.kernel.block;

/** Writes a codebook entry, scaled and with signs, as F32 values. */
final class SignedPoint {
    private SignedPoint() {}

    /** Bit i of {@code signs} negates value i of {@code count}. */
    static void write(
            long point, int signs, float scale, int count, float[] target, int targetOffset) {
        for (int i = 0; i < count; i++) {
            float magnitude = scale * (point >>> (8 * i) & 0xff);
            target[targetOffset + i] = (signs >>> i & 1) == 0 ? magnitude : -magnitude;
        }
    }
}
