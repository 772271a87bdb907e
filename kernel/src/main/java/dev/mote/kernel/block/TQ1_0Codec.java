package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * TQ1_0: 256 ternary values at five to a byte, x = d · (t − 1) with t in 0, 1, 2.
 *
 * <p>A byte holds ceil(256 · n / 243) for a five-digit ternary number n, so that digit i is the
 * integer part of 3 · (byte · 3^i mod 256) / 256: no division is needed to take it apart.
 *
 * <ul>
 *   <li>[32 bytes] values 0 to 159: digit i of byte j is value 32·i + j
 *   <li>[16 bytes] values 160 to 239: digit i of byte j is value 160 + 16·i + j
 *   <li>[4 bytes] values 240 to 255: digit i of byte j (four digits used) is value 240 + 4·i + j
 *   <li>[f16] d
 * </ul>
 */
public final class TQ1_0Codec {
    private static final int SIZE = 256;
    private static final int BYTES = 54;

    private TQ1_0Codec() {}

    /** See {@link BlockDecoder#decode}. */
    public static void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * BYTES;
            int out = targetOffset + block * SIZE;

            float d = LittleEndian.f16(source, at + 52);
            digits(source, at, 32, 5, d, target, out);
            digits(source, at + 32, 16, 5, d, target, out + 160);
            digits(source, at + 48, 4, 4, d, target, out + 240);
        }
    }

    private static void digits(
            MemorySegment source,
            long at,
            int bytes,
            int digits,
            float d,
            float[] target,
            int targetOffset) {
        int power = 1;
        for (int i = 0; i < digits; i++, power *= 3) {
            for (int j = 0; j < bytes; j++) {
                int rest = LittleEndian.u8(source, at + j) * power & 0xff;
                target[targetOffset + i * bytes + j] = (((rest * 3) >>> 8) - 1) * d;
            }
        }
    }
}
