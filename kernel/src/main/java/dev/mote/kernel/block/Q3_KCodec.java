package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q3_K: 256 values of 3 bits in 16 groups of 16, x = d · (scale − 32) · (q − 4).
 *
 * <ul>
 *   <li>[32 bytes] third bits: bit k of byte l belongs to value 32·k + l
 *   <li>[64 bytes] low two bits: 128 values per 32 bytes; value 32·k + l of them is bit pair k of
 *       byte l
 *   <li>[12 bytes] scales of 6 bits: the low four bits of scales 0 to 7 are the low and of 8 to 15
 *       the high nibbles of bytes 0 to 7; the upper two bits of scale i are bit pair i / 4 of byte
 *       8 + i % 4
 *   <li>[f16] d
 * </ul>
 */
public final class Q3_KCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 110;

    private Q3_KCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at + 108);
            for (int group = 0; group < 16; group++) {
                float scale = d * (scale(source, at + 96, group) - 32);
                long lowBits = at + 32 + (group >> 3) * 32L + (group & 1) * 16L;
                int shift = (group >> 1 & 3) * 2;
                long highBits = at + (group & 1) * 16L;
                for (int l = 0; l < 16; l++) {
                    int low = LittleEndian.u8(source, lowBits + l) >>> shift & 3;
                    int high = LittleEndian.u8(source, highBits + l) >>> (group >> 1) & 1;
                    target[out + group * 16 + l] = scale * ((low | high << 2) - 4);
                }
            }
        }
    }

    private static int scale(MemorySegment source, long scales, int group) {
        int low = LittleEndian.u8(source, scales + (group & 7)) >>> ((group >> 3) * 4) & 15;
        int high = LittleEndian.u8(source, scales + 8 + (group & 3)) >>> ((group >> 2) * 2) & 3;
        return low | high << 4;
    }
}
