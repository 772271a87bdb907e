package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q5_K: 256 values of 5 bits in 8 groups of 32, x = d · scale · q − dmin · min.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[f16] dmin
 *   <li>[12 bytes] scales and minima, see {@link KScales}
 *   <li>[32 bytes] fifth bits: bit k of byte l belongs to value l of group k
 *   <li>[128 bytes] low four bits: two groups per 32 bytes, the first in the low, the second in the
 *       high nibbles
 * </ul>
 */
public final class Q5_KCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 176;

    private Q5_KCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            float dmin = LittleEndian.f16(source, at + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * KScales.scale(source, at + 4, group);
                float min = dmin * KScales.min(source, at + 4, group);
                long lowBits = at + 48 + (group >> 1) * 32L;
                int shift = (group & 1) * 4;
                for (int l = 0; l < 32; l++) {
                    int low = LittleEndian.u8(source, lowBits + l) >>> shift & 15;
                    int high = LittleEndian.u8(source, at + 16 + l) >>> group & 1;
                    target[out + group * 32 + l] = scale * (low | high << 4) - min;
                }
            }
        }
    }
}
