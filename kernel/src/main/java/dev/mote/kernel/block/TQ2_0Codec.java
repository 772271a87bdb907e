package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * TQ2_0: 256 ternary values of 2 bits, x = d · (q − 1).
 *
 * <ul>
 *   <li>[64 bytes] q: 128 values per 32 bytes; value 32·k + l of them is bit pair k of byte l
 *   <li>[f16] d
 * </ul>
 */
public final class TQ2_0Codec {
    private static final int SIZE = 256;
    private static final int BYTES = 66;

    private TQ2_0Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at + 64);
            for (int i = 0; i < SIZE; i++) {
                int bits = LittleEndian.u8(source, at + (i >> 7) * 32L + (i & 31));
                target[out + i] = ((bits >>> ((i >> 5 & 3) * 2) & 3) - 1) * d;
            }
        }
    }
}
