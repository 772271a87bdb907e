package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ3_XXS: 256 values as 64 points of four, in 8 groups of eight points, x = ± d · (0.5 + scale) /
 * 2 · magnitude.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[64 bytes] indices into {@link Codebooks#IQ3_XXS}
 *   <li>[8 × int32] per group: bits 0 to 27 hold seven sign bits per two points, see {@link
 *       Codebooks#evenSigns}; bits 28 to 31 the scale
 * </ul>
 */
public final class IQ3_XXSCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 98;

    private IQ3_XXSCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int i = 0; i < 64; i++) {
                int packed = LittleEndian.i32(source, at + 66 + (i >> 3) * 4L);
                float scale = d * (0.5f + (packed >>> 28)) * 0.5f;
                int signs = Codebooks.evenSigns(packed >>> (7 * (i >> 1 & 3)) & 127);
                int point = Codebooks.IQ3_XXS[LittleEndian.u8(source, at + 2 + i)];
                SignedPoint.write(point, signs >>> ((i & 1) * 4), scale, 4, target, out + i * 4);
            }
        }
    }
}
