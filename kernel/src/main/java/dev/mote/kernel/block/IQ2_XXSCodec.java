package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ2_XXS: 256 values as 32 points of eight, in 8 groups of four points, x = ± d · (0.5 + scale) /
 * 4 · magnitude.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>8 groups of
 *       <ul>
 *         <li>[4 bytes] indices into {@link Codebooks#IQ2_XXS}
 *         <li>[int32] bits 0 to 27: seven sign bits per point, see {@link Codebooks#evenSigns};
 *             bits 28 to 31: scale
 *       </ul>
 * </ul>
 */
public final class IQ2_XXSCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 66;

    private IQ2_XXSCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int group = 0; group < 8; group++) {
                long indices = at + 2 + group * 8L;
                int packed = LittleEndian.i32(source, indices + 4);
                float scale = d * (0.5f + (packed >>> 28)) * 0.25f;
                for (int l = 0; l < 4; l++) {
                    long point = Codebooks.IQ2_XXS[LittleEndian.u8(source, indices + l)];
                    int signs = Codebooks.evenSigns(packed >>> (7 * l) & 127);
                    SignedPoint.write(point, signs, scale, 8, target, out + group * 32 + l * 8);
                }
            }
        }
    }
}
