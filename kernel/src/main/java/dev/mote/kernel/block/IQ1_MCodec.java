package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ1_M: 256 values as 32 points of eight, in 16 groups of two points, x = d · (2 · scale + 1) ·
 * (coordinate ± 1/8).
 *
 * <ul>
 *   <li>[32 bytes] low eight bits of the indices into {@link Codebooks#IQ1}
 *   <li>[16 bytes] one nibble per point, the first lowest: upper three bits of the index, and a bit
 *       set where 1/8 is subtracted
 *   <li>[4 × uint16] bits 0 to 11: scales of four groups, three bits each; bits 12 to 15: a nibble
 *       of d, an F16 whose lowest nibble comes first
 * </ul>
 */
public final class IQ1_MCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 56;

    private IQ1_MCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = superScale(source, at + 48);
            for (int i = 0; i < 32; i++) {
                int packed = LittleEndian.u8(source, at + 32 + (i >> 1)) >>> ((i & 1) * 4);
                int scales = LittleEndian.u16(source, at + 48 + (i >> 3) * 2L);
                float scale = d * (2 * (scales >>> ((i >> 1 & 3) * 3) & 7) + 1);
                float delta = (packed & 8) == 0 ? IQ1_SCodec.DELTA : -IQ1_SCodec.DELTA;
                int index = LittleEndian.u8(source, at + i) | (packed & 7) << 8;
                IQ1_SCodec.write(Codebooks.IQ1[index], delta, scale, target, out + i * 8);
            }
        }
    }

    private static float superScale(MemorySegment source, long scales) {
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            bits |= LittleEndian.u16(source, scales + i * 2L) >>> 12 << (4 * i);
        }
        return Float.float16ToFloat((short) bits);
    }
}
