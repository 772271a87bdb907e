package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q4_0: 32 values of 4 bits, x = d · (q − 8).
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[16 bytes] q: byte j holds value j in its low and value j + 16 in its high nibble
 * </ul>
 */
public final class Q4_0Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 18;

    private Q4_0Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int j = 0; j < 16; j++) {
                int q = LittleEndian.u8(source, at + 2 + j);
                target[out + j] = ((q & 15) - 8) * d;
                target[out + j + 16] = ((q >>> 4) - 8) * d;
            }
        }
    }

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            float d = Extremes.signedLargest(source, in, SIZE) / -8;
            float inverse = d == 0 ? 0 : 1 / d;
            LittleEndian.putF16(target, at, d);
            for (int j = 0; j < 16; j++) {
                int first = Extremes.index(source[in + j] * inverse + 8.5f, 15);
                int second = Extremes.index(source[in + j + 16] * inverse + 8.5f, 15);
                LittleEndian.put8(target, at + 2 + j, first | second << 4);
            }
        }
    }
}
