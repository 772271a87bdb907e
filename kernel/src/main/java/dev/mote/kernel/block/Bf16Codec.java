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

    /** See {@link BlockEncoder#encode}. */
    public static void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int in = sourceOffset + block * SIZE;
            long at = offset + (long) block * BYTES;
            LittleEndian.put16(target, at, bits(source[in]));
        }
    }

    /** The upper half of the bits, rounded to nearest even; NaN stays a (quiet) NaN. */
    private static int bits(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return bits >>> 16 | 64;
        }
        return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }
}
