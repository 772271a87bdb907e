package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/** F32: IEEE 754 binary32, little-endian. */
public final class F32Codec {
    private static final int SIZE = 1;
    private static final int BYTES = 4;

    private F32Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            target[out] = LittleEndian.f32(source, at);
        }
    }

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            LittleEndian.put32(target, at, Float.floatToRawIntBits(source[in]));
        }
    }
}
