package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/** BF16: the upper 16 bits of an IEEE 754 binary32, little-endian. */
public final class Bf16Codec {
    private static final int SIZE = 1;
    private static final int BYTES = 2;

    private Bf16Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            target[out] = Float.intBitsToFloat(LittleEndian.u16(source, at) << 16);
        }
    }
}
