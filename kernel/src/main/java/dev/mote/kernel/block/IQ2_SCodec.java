package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ2_S: 256 values as 32 points of eight, in 16 groups of two points, x = ± d · (0.5 + scale) / 4
 * · magnitude.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[32 bytes] low eight bits of the indices into {@link Codebooks#IQ2_S}
 *   <li>[32 bytes] signs, one byte per point
 *   <li>[8 bytes] upper two bits of the indices, four points per byte, the first lowest
 *   <li>[8 bytes] scales, the first of each two groups in the low nibble
 * </ul>
 */
public final class IQ2_SCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 82;

    private IQ2_SCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int i = 0; i < 32; i++) {
                int low = LittleEndian.u8(source, at + 2 + i);
                int signs = LittleEndian.u8(source, at + 34 + i);
                int high = LittleEndian.u8(source, at + 66 + (i >> 2)) >>> ((i & 3) * 2) & 3;
                int scales = LittleEndian.u8(source, at + 74 + (i >> 2));
                float scale = d * (0.5f + (scales >>> ((i >> 1 & 1) * 4) & 15)) * 0.25f;
                long point = Codebooks.IQ2_S[low | high << 8];
                SignedPoint.write(point, signs, scale, 8, target, out + i * 8);
            }
        }
    }
}
