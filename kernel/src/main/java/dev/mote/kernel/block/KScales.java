package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/**
 * The twelve bytes in which Q4_K and Q5_K pack eight scales and eight minima of 6 bits.
 *
 * <p>Bytes 0 to 3 hold scales 0 to 3, bytes 4 to 7 minima 0 to 3, each in the low six bits; bytes 8
 * to 11 the low four bits of scale (low nibble) and minimum (high nibble) 4 to 7, whose upper two
 * bits are the top bits of bytes 0 to 3 and 4 to 7.
 */
final class KScales {
    private KScales() {}

    static int scale(MemorySegment source, long at, int index) {
        if (index < 4) {
            return LittleEndian.u8(source, at + index) & 63;
        }
        return (LittleEndian.u8(source, at + index + 4) & 15)
                | LittleEndian.u8(source, at + index - 4) >>> 6 << 4;
    }

    static int min(MemorySegment source, long at, int index) {
        if (index < 4) {
            return LittleEndian.u8(source, at + index + 4) & 63;
        }
        return LittleEndian.u8(source, at + index + 4) >>> 4
                | LittleEndian.u8(source, at + index) >>> 6 << 4;
    }
}
