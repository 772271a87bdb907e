package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Turns the small whole numbers that scale the groups of a block into floats. */
final class GroupScales {
    private GroupScales() {}

    /** {@link Plan#SCALES} of eight groups: signed bytes times the lowest lane of {@code d}. */
    static void signedBytes(Aarch64Assembler a, V bytes, V d) {
        a.sxtl(B16, bytes, bytes);
        a.sxtl(H8, SCALES[0], bytes);
        a.sxtl2(H8, SCALES[1], bytes);
        for (V scales : SCALES) {
            a.scvtf(scales, scales);
            a.fmul(scales, scales, d, 0);
        }
    }

    /** Two registers of four floats: eight unsigned bytes times lane {@code lane} of {@code d}. */
    static void unsignedBytes(Aarch64Assembler a, V[] floats, V bytes, V d, int lane) {
        a.uxtl(B16, bytes, bytes);
        a.uxtl(H8, floats[0], bytes);
        a.uxtl2(H8, floats[1], bytes);
        for (V four : floats) {
            a.ucvtf(four, four);
            a.fmul(four, four, d, lane);
        }
    }

    /**
     * Eight bytes from four: the low nibbles of all of them, each followed by the high one.
     *
     * @param lowNibble register full of 15
     */
    static void nibbles(Aarch64Assembler a, V bytes, V spare, V lowNibble) {
        a.ushr(B16, spare, bytes, 4);
        a.and(bytes, bytes, lowNibble);
        a.zip1(B16, bytes, bytes, spare);
    }

    /**
     * The F16 at the head of a block times a power of two, in the lowest lane of {@code d}.
     *
     * @param factor from 1/8 to 16
     */
    static void head(Aarch64Assembler a, V d, V spare, X row, float factor) {
        a.ldr(H, d, row, 0);
        a.fcvtHalf(d, d);
        if (factor != 1) {
            a.fmov(spare, factor);
            a.fmul(d, d, spare);
        }
    }
}
