package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q4_1: 32 values of 4 bits, x = d · q + m.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[f16] m, the smallest value
 *   <li>[16 bytes] q: byte j holds value j in its low and value j + 16 in its high nibble
 * </ul>
 */
public final class Q4_1Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 20;

    private Q4_1Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            float m = LittleEndian.f16(source, at + 2);
            for (int j = 0; j < 16; j++) {
                int q = LittleEndian.u8(source, at + 4 + j);
                target[out + j] = (q & 15) * d + m;
                target[out + j + 16] = (q >>> 4) * d + m;
            }
        }
    }

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            float min = Extremes.smallest(source, in, SIZE);
            float d = (Extremes.largest(source, in, SIZE) - min) / 15;
            float inverse = d == 0 ? 0 : 1 / d;
            LittleEndian.putF16(target, at, d);
            LittleEndian.putF16(target, at + 2, min);
            for (int j = 0; j < 16; j++) {
                int first = Extremes.index((source[in + j] - min) * inverse + 0.5f, 15);
                int second = Extremes.index((source[in + j + 16] - min) * inverse + 0.5f, 15);
                LittleEndian.put8(target, at + 4 + j, first | second << 4);
            }
        }
    }
}
