package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q8_0: 32 values of 8 bits, x = d · q.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[32 × int8] q
 * </ul>
 */
public final class Q8_0Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 34;

    private Q8_0Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int j = 0; j < SIZE; j++) {
                target[out + j] = LittleEndian.i8(source, at + 2 + j) * d;
            }
        }
    }

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            float d = Math.abs(Extremes.signedLargest(source, in, SIZE)) / 127;
            float inverse = d == 0 ? 0 : 1 / d;
            LittleEndian.putF16(target, at, d);
            for (int j = 0; j < SIZE; j++) {
                LittleEndian.put8(target, at + 2 + j, round(source[in + j] * inverse));
            }
        }
    }

    /** To the nearest whole number in −127 … 127, halves away from zero; NaN to 0. */
    static int round(float value) {
        int whole = (int) value;
        float rest = value - whole;
        int rounded = rest >= 0.5f ? whole + 1 : rest <= -0.5f ? whole - 1 : whole;
        return Math.clamp(rounded, -127, 127);
    }
}
