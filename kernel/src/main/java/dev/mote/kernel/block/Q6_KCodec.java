package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * Q6_K: 256 values of 6 bits in 16 groups of 16, x = d · scale · (q − 32).
 *
 * <ul>
 *   <li>[128 bytes] low four bits: 128 values per 64 bytes, of which values 0 to 63 are the low and
 *       64 to 127 the high nibbles
 *   <li>[64 bytes] upper two bits: 128 values per 32 bytes; value 32·k + l of them is bit pair k of
 *       byte l
 *   <li>[16 × int8] scales
 *   <li>[f16] d
 * </ul>
 */
public final class Q6_KCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 210;

    private Q6_KCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at + 208);
            for (int group = 0; group < 16; group++) {
                float scale = d * LittleEndian.i8(source, at + 192 + group);
                int half = group >> 3;
                long lowBits = at + half * 64L + (group & 3) * 16L;
                int lowShift = (group >> 2 & 1) * 4;
                long highBits = at + 128 + half * 32L + (group & 1) * 16L;
                int highShift = (group >> 1 & 3) * 2;
                for (int l = 0; l < 16; l++) {
                    int low = LittleEndian.u8(source, lowBits + l) >>> lowShift & 15;
                    int high = LittleEndian.u8(source, highBits + l) >>> highShift & 3;
                    target[out + group * 16 + l] = scale * ((low | high << 4) - 32);
                }
            }
        }
    }
}
