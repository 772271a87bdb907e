package dev.mote.kernel.assembler.x86;

/**
 * The instructions of AVX2, FMA, F16C and AVX-VNNI that kernels use, VEX-encoded, at 128 and 256
 * bits.
 *
 * <p>Memory operands are unaligned. Results of 128 bits clear the register's upper half.
 */
public class Avx2Assembler extends VexFloats {
    /**
     * Adds to each doubleword four products of unsigned (first) and signed (second) bytes
     * (AVX-VNNI).
     */
    public void vpdpbusd(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x50, target, first, second, NO_IMMEDIATE);
    }

    /** Stores a whole register, unaligned. */
    public final void vmovdqu(Mem target, Vec source) {
        vex(1, 2, 0, 0x7F, source, NONE, target, NO_IMMEDIATE);
    }

    /** Stores floats, unaligned. */
    public final void vmovups(Mem target, Vec source) {
        vex(1, 0, 0, 0x11, source, NONE, target, NO_IMMEDIATE);
    }

    /**
     * Loads the floats whose element of the mask is negative; the others are not touched, but 0.
     */
    public final void vmaskmovps(Vec target, Vec mask, Mem source) {
        vex(2, 1, 0, 0x2C, target, mask, source, NO_IMMEDIATE);
    }

    /** Stores the floats whose element of the mask is negative; the others are not touched. */
    public final void vmaskmovps(Mem target, Vec mask, Vec source) {
        vex(2, 1, 0, 0x2E, source, mask, target, NO_IMMEDIATE);
    }

    /** The lowest doubleword from a general-purpose register, the others 0. */
    public final void vmovd(Vec target, Gpr source) {
        vex(1, 1, 0, 0x6E, target.x(), NONE, Vec.xmm(source.number()), NO_IMMEDIATE);
    }

    /** The lowest doubleword from memory, the others 0. */
    public final void vmovd(Vec target, Mem source) {
        vex(1, 1, 0, 0x6E, target.x(), NONE, source, NO_IMMEDIATE);
    }

    /** The lowest doubleword to memory. */
    public final void vmovd(Mem target, Vec source) {
        vex(1, 1, 0, 0x7E, source.x(), NONE, target, NO_IMMEDIATE);
    }

    /** The lowest quadword from memory, the others 0. */
    public final void vmovq(Vec target, Mem source) {
        vex(1, 2, 0, 0x7E, target.x(), NONE, source, NO_IMMEDIATE);
    }

    /** The lowest quadword to memory. */
    public final void vmovq(Mem target, Vec source) {
        vex(1, 1, 0, 0xD6, source.x(), NONE, target, NO_IMMEDIATE);
    }

    /** The word that the immediate names. */
    public final void vpextrw(Mem target, Vec source, int immediate) {
        vex(3, 1, 0, 0x15, source.x(), NONE, target, immediate);
    }

    /** Replaces the doubleword that the immediate names. */
    public final void vpinsrd(Vec target, Vec first, Mem element, int immediate) {
        vex(3, 1, 0, 0x22, target.x(), first, element, immediate);
    }

    /** Replaces the quadword that the immediate names. */
    public final void vpinsrq(Vec target, Vec first, Mem element, int immediate) {
        vex(3, 1, 1, 0x22, target.x(), first, element, immediate);
    }

    /** Replaces the 128-bit half that the immediate names. */
    public final void vinserti128(Vec target, Vec first, Operand half, int immediate) {
        vex(3, 1, 0, 0x38, target, first, half, immediate);
    }

    /** One 128-bit half. */
    public final void vextracti128(Operand target, Vec source, int immediate) {
        vex(3, 1, 0, 0x39, source, NONE, target, immediate);
    }

    /** Picks two 128-bit halves of both sources. */
    public final void vperm2i128(Vec target, Vec first, Operand second, int immediate) {
        vex(3, 1, 0, 0x46, target, first, second, immediate);
    }

    /** Picks quadwords. */
    public final void vpermq(Vec target, Operand source, int immediate) {
        vex(3, 1, 1, 0x00, target, NONE, source, immediate);
    }

    /** Picks doublewords in each lane. */
    public final void vpshufd(Vec target, Operand source, int immediate) {
        vex(1, 1, 0, 0x70, target, NONE, source, immediate);
    }

    /** Picks two floats of each source in each lane. */
    public final void vshufps(Vec target, Vec first, Operand second, int immediate) {
        vex(1, 0, 0, 0xC6, target, first, second, immediate);
    }

    /** Shifts words left. */
    public final void vpsllw(Vec target, Vec source, int bits) {
        shift(0x71, 6, target, source, bits);
    }

    /** Shifts words right. */
    public final void vpsrlw(Vec target, Vec source, int bits) {
        shift(0x71, 2, target, source, bits);
    }

    /** Shifts doublewords left. */
    public final void vpslld(Vec target, Vec source, int bits) {
        shift(0x72, 6, target, source, bits);
    }

    /** Shifts doublewords right. */
    public final void vpsrld(Vec target, Vec source, int bits) {
        shift(0x72, 2, target, source, bits);
    }

    /** Shifts signed doublewords right. */
    public final void vpsrad(Vec target, Vec source, int bits) {
        shift(0x72, 4, target, source, bits);
    }

    private void shift(int opcode, int extension, Vec target, Vec source, int bits) {
        vex(1, 1, 0, opcode, extension, target.number(), source, target.width(), bits);
    }
}
