package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/** F16: IEEE 754 binary16, little-endian. */
public final class F16Codec {
    private static final int SIZE = 1;
    private static final int BYTES = 2;

    private F16Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            target[out] = LittleEndian.f16(source, at);
        }
    }

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            LittleEndian.putF16(target, at, source[in]);
        }
    }
}
