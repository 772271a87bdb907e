package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * IQ4_NL: 32 values as 4-bit indices into a non-linear table, x = d · table[q].
 *
 * <ul>
 *   <li>[f16] d
 *   <li>[16 bytes] byte j holds index j in its low and index j + 16 in its high nibble
 * </ul>
 *
 * <p>The table is {@code kvalues_iq4nl} of llama.cpp's ggml-common.h (MIT licence).
 */
public final class IQ4_NLCodec {
    private static final int SIZE = 32;
    private static final int BYTES = 18;

    /** The sixteen values a 4-bit index stands for, denser around zero. */
    static final byte[] VALUES = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private IQ4_NLCodec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at);
            for (int j = 0; j < 16; j++) {
                int q = LittleEndian.u8(source, at + 2 + j);
                target[out + j] = d * VALUES[q & 15];
                target[out + j + 16] = d * VALUES[q >>> 4];
            }
        }
    }
}
