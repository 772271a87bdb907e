package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q4_K: 256 values of 4 bits in 8 groups of 32, x = d · scale · q − dmin · min.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[f16] dmin
 *   <li>[12 bytes] scales and minima, see {@link KScales}
 *   <li>[128 bytes] q: two groups per 32 bytes, the first in the low, the second in the high
 *       nibbles
 * </ul>
 */
public final class Q4_KCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 144;

    private Q4_KCodec() {}

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
                long bytes = at + 16 + (group >> 1) * 32L;
                int shift = (group & 1) * 4;
                for (int l = 0; l < 32; l++) {
                    int q = LittleEndian.u8(source, bytes + l) >>> shift & 15;
                    target[out + group * 32 + l] = scale * q - min;
                }
            }
        }
    }
}
