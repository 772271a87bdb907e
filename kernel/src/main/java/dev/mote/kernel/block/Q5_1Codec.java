package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q5_1: 32 values of 5 bits, x = d · q + m.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[f16] m, the smallest value
 *   <li>[int32] the fifth bits, bit i belongs to value i
 *   <li>[16 bytes] low four bits: value j in the low, value j + 16 in the high nibble of byte j
 * </ul>
 */
public final class Q5_1Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 24;

    private Q5_1Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            float m = LittleEndian.f16(source, at + 2);
            int high = LittleEndian.i32(source, at + 4);
            for (int j = 0; j < 16; j++) {
                int low = LittleEndian.u8(source, at + 8 + j);
                int first = (low & 15) | (high >>> j & 1) << 4;
                int second = (low >>> 4) | (high >>> (j + 16) & 1) << 4;
                target[out + j] = first * d + m;
                target[out + j + 16] = second * d + m;
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
            float d = (Extremes.largest(source, in, SIZE) - min) / 31;
            float inverse = d == 0 ? 0 : 1 / d;
            LittleEndian.putF16(target, at, d);
            LittleEndian.putF16(target, at + 2, min);
            int high = 0;
            for (int j = 0; j < 16; j++) {
                int first = Extremes.index((source[in + j] - min) * inverse + 0.5f, 31);
                int second = Extremes.index((source[in + j + 16] - min) * inverse + 0.5f, 31);
                LittleEndian.put8(target, at + 8 + j, (first & 15) | (second & 15) << 4);
                high |= first >>> 4 << j | second >>> 4 << (j + 16);
            }
            LittleEndian.put32(target, at + 4, high);
        }
    }
}
