package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q5_0: 32 values of 5 bits, x = d · (q − 16).
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[int32] the fifth bits, bit i belongs to value i
 *   <li>[16 bytes] low four bits: value j in the low, value j + 16 in the high nibble of byte j
 * </ul>
 */
public final class Q5_0Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 22;

    private Q5_0Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            int high = LittleEndian.i32(source, at + 2);
            for (int j = 0; j < 16; j++) {
                int low = LittleEndian.u8(source, at + 6 + j);
                int first = (low & 15) | (high >>> j & 1) << 4;
                int second = (low >>> 4) | (high >>> (j + 16) & 1) << 4;
                target[out + j] = (first - 16) * d;
                target[out + j + 16] = (second - 16) * d;
            }
        }
    }
}
