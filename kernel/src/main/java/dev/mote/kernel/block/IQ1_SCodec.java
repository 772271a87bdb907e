package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ1_S: 256 values as 32 points of eight, in 8 groups of four points, x = d · (2 · scale + 1) ·
 * (coordinate ± 1/8).
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[32 bytes] low eight bits of the indices into {@link Codebooks#IQ1}
 *   <li>[8 × uint16] per group: bits 0 to 11 the upper three bits of four indices, bits 12 to 14
 *       the scale, bit 15 set where 1/8 is subtracted
 * </ul>
 */
public final class IQ1_SCodec {
    private static final int SIZE = 256;
    private static final int BYTES = 50;

    /** Shift of all coordinates of a point, up or down. */
    static final float DELTA = 0.125f;

    private IQ1_SCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int i = 0; i < 32; i++) {
                int packed = LittleEndian.u16(source, at + 34 + (i >> 2) * 2L);
                float scale = d * (2 * (packed >>> 12 & 7) + 1);
                float delta = (packed & 0x8000) == 0 ? DELTA : -DELTA;
                int high = packed >>> ((i & 3) * 3) & 7;
                long point = Codebooks.IQ1[LittleEndian.u8(source, at + 2 + i) | high << 8];
                write(point, delta, scale, target, out + i * 8);
            }
        }
    }

    static void write(long point, float delta, float scale, float[] target, int targetOffset) {
        for (int i = 0; i < 8; i++) {
            target[targetOffset + i] = scale * ((byte) (point >>> (8 * i)) + delta);
        }
    }
}
