package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * MXFP4: 32 values in the 4-bit float E2M1 with a power of two as scale (OCP Microscaling Formats
 * specification 1.0, section 5.3.3).
 *
 * <p>Stored as twice the value, so that the table has whole numbers, with half the scale.
 *
 * <ul>
 *   <li>[uint8] exponent e of the scale 2^(e − 127), E8M0
 *   <li>[16 bytes] byte j holds value j in its low and value j + 16 in its high nibble
 * </ul>
 */
public final class MXFP4Codec {
    private static final int SIZE = 32;
    private static final int BYTES = 17;

    private static final int[] DOUBLED_VALUES = {
        0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12
    };

    private MXFP4Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = halfScale(LittleEndian.u8(source, at));
            for (int j = 0; j < 16; j++) {
                int q = LittleEndian.u8(source, at + 1 + j);
                target[out + j] = DOUBLED_VALUES[q & 15] * d;
                target[out + j + 16] = DOUBLED_VALUES[q >>> 4] * d;
            }
        }
    }

    /** 2^(exponent − 128), which is subnormal for the two smallest exponents. */
    static float halfScale(int exponent) {
        return Float.intBitsToFloat(exponent < 2 ? 0x0020_0000 << exponent : (exponent - 1) << 23);
    }
}
