package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ2_XS: 256 values as 32 points of eight, in 16 groups of two points, x = ± d · (0.5 + scale) / 4
 * · magnitude.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[32 × uint16] bits 0 to 8: index into {@link Codebooks#IQ2_XS}; bits 9 to 15: seven sign
 *       bits, see {@link Codebooks#evenSigns}
 *   <li>[8 bytes] scales, the first of each two groups in the low nibble
 * </ul>
 */
public final class IQ2_XSCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 74;

    private IQ2_XSCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int i = 0; i < 32; i++) {
                int packed = LittleEndian.u16(source, at + 2 + i * 2L);
                int scales = LittleEndian.u8(source, at + 66 + (i >> 2));
                float scale = d * (0.5f + (scales >>> ((i >> 1 & 1) * 4) & 15)) * 0.25f;
                long point = Codebooks.IQ2_XS[packed & 511];
                int signs = Codebooks.evenSigns(packed >>> 9);
                SignedPoint.write(point, signs, scale, 8, target, out + i * 8);
            }
        }
    }
}
