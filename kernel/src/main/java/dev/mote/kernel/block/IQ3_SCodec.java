package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ3_S: 256 values as 64 points of four, in 8 groups of eight points, x = ± d · (1 + 2 · scale) ·
 * magnitude.
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[64 bytes] low eight bits of the indices into {@link Codebooks#IQ3_S}
 *   <li>[8 bytes] ninth bits of the indices, one byte per group, the first point lowest
 *   <li>[32 bytes] signs, one byte per two points
 *   <li>[4 bytes] scales, the first of each two groups in the low nibble
 * </ul>
 */
public final class IQ3_SCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 110;

    private IQ3_SCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int i = 0; i < 64; i++) {
                int group = i >> 3;
                int low = LittleEndian.u8(source, at + 2 + i);
                int high = LittleEndian.u8(source, at + 66 + group) >>> (i & 7) & 1;
                int signs = LittleEndian.u8(source, at + 74 + (i >> 1));
                int scales = LittleEndian.u8(source, at + 106 + (group >> 1));
                float scale = d * (1 + 2 * (scales >>> ((group & 1) * 4) & 15));
                int point = Codebooks.IQ3_S[low | high << 8];
                SignedPoint.write(point, signs >>> ((i & 1) * 4), scale, 4, target, out + i * 4);
            }
        }
    }
}
