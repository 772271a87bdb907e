package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ4_XS: 256 values in 8 groups of 32, x = d · (scale − 32) · table[q] with the table of {@link
 * IQ4_NLCodec}.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[uint16] upper two bits of the scales, group 0 lowest
 *   <li>[4 bytes] low four bits of the scales, group 0 in the low nibble of byte 0
 *   <li>[128 bytes] 16 bytes per group: index j in the low, index j + 16 in the high nibble of byte
 *       j
 * </ul>
 */
public final class IQ4_XSCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 136;

    private IQ4_XSCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            int scalesHigh = LittleEndian.u16(source, at + 2);
            for (int group = 0; group < 8; group++) {
                int low = LittleEndian.u8(source, at + 4 + (group >> 1)) >>> ((group & 1) * 4) & 15;
                int high = scalesHigh >>> (2 * group) & 3;
                float scale = d * ((low | high << 4) - 32);
                for (int j = 0; j < 16; j++) {
                    int q = LittleEndian.u8(source, at + 8 + group * 16L + j);
                    target[out + group * 32 + j] = scale * IQ4_NLCodec.VALUES[q & 15];
                    target[out + group * 32 + j + 16] = scale * IQ4_NLCodec.VALUES[q >>> 4];
                }
            }
        }
    }
}
