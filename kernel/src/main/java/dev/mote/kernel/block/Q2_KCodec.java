package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q2_K: 256 values of 2 bits in 16 groups of 16, x = d · scale · q − dmin · min.
 *
 * <ul>
 *   <li>[16 bytes] per group: scale in the low, min in the high nibble
 *   <li>[64 bytes] q: 128 values per 32 bytes; value 32·k + l of them is bit pair k of byte l
 *   <li>[f16] d
 *   <li>[f16] dmin
 * </ul>
 */
public final class Q2_KCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 84;

    private Q2_KCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at + 80);
            float dmin = LittleEndian.f16(source, at + 82);
            for (int group = 0; group < 16; group++) {
                int packed = LittleEndian.u8(source, at + group);
                float scale = d * (packed & 15);
                float min = dmin * (packed >>> 4);
                // Eight groups share 32 bytes: two neighbouring groups take one bit pair of them.
                long bytes = at + 16 + (group >> 3) * 32L + (group & 1) * 16L;
                int shift = (group >> 1 & 3) * 2;
                for (int l = 0; l < 16; l++) {
                    int q = LittleEndian.u8(source, bytes + l) >>> shift & 3;
                    target[out + group * 16 + l] = scale * q - min;
                }
            }
        }
    }
}
