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
}
