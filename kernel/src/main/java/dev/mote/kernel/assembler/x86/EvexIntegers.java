package dev.mote.kernel.assembler.x86;

/** AVX-512 instructions that calculate with integers. */
abstract class EvexIntegers extends EvexPermutations {
    EvexIntegers() {}

    /** Adds bytes. */
    public void vpaddb(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xFC, target, first, second);
    }

    /** Adds words. */
    public void vpaddw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xFD, target, first, second);
    }

    /** Adds doublewords. */
    public void vpaddd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xFE, target, first, second);
    }

    /** Subtracts bytes. */
    public void vpsubb(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xF8, target, first, second);
    }

    /** Subtracts words. */
    public void vpsubw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xF9, target, first, second);
    }

    /** Subtracts doublewords. */
    public void vpsubd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xFA, target, first, second);
    }

    /** Bits of both. */
    public void vpandd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xDB, target, first, second);
    }

    /** Bits of the second that are not in the first. */
    public void vpandnd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xDF, target, first, second);
    }

    /** Bits of either. */
    public void vpord(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xEB, target, first, second);
    }

    /** Bits of exactly one. */
    public void vpxord(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xEF, target, first, second);
    }

    /** Low halves of products of doublewords. */
    public void vpmulld(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x40, target, first, second);
    }

    /** Low halves of products of words. */
    public void vpmullw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xD5, target, first, second);
    }

    /** Adds to each doubleword four products of unsigned (first) and signed (second) bytes. */
    public void vpdpbusd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x50, target, first, second);
    }

    /**
     * Adds neighbouring products of unsigned (first) and signed (second) bytes to words,
     * saturating.
     */
    public void vpmaddubsw(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x04, target, first, second);
    }

    /** Adds neighbouring products of words to doublewords. */
    public void vpmaddwd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0xF5, target, first, second);
    }

    /** Signed maxima of doublewords. */
    public void vpmaxsd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x3D, target, first, second);
    }

    /** Unsigned maxima of doublewords. */
    public void vpmaxud(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x3F, target, first, second);
    }

    /** Signed minima of doublewords. */
    public void vpminsd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x39, target, first, second);
    }

    /** Shifts doublewords right by counts of their own. */
    public void vpsrlvd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x45, target, first, second);
    }

    /** Shifts doublewords left by counts of their own. */
    public void vpsllvd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x47, target, first, second);
    }

    /** Shifts words right by counts of their own. */
    public void vpsrlvw(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x10, target, first, second);
    }

    /** Shifts words left by counts of their own. */
    public void vpsllvw(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x12, target, first, second);
    }

    /** Shifts quadwords right by counts of their own. */
    public void vpsrlvq(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x45, target, first, second);
    }

    /** Magnitudes of doublewords. */
    public void vpabsd(Vec target, Operand source) {
        widen(2, 1, 0, 0x1E, target, source, 1);
    }

    /** Magnitudes of bytes. */
    public void vpabsb(Vec target, Operand source) {
        widen(2, 1, 0, 0x1C, target, source, 1);
    }

    /** Counts bits in each byte. */
    public void vpopcntb(Vec target, Operand source) {
        widen(2, 1, 0, 0x54, target, source, 1);
    }

    /** Shifts words left. */
    public void vpsllw(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x71,
                6,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts words right. */
    public void vpsrlw(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x71,
                2,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts signed words right. */
    public void vpsraw(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x71,
                4,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts doublewords left. */
    public void vpslld(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x72,
                6,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts doublewords right. */
    public void vpsrld(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x72,
                2,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts signed doublewords right. */
    public void vpsrad(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                0,
                0x72,
                4,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts quadwords left. */
    public void vpsllq(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                1,
                0x73,
                6,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Shifts quadwords right. */
    public void vpsrlq(Vec target, Operand source, int bits) {
        evex(
                1,
                1,
                1,
                0x73,
                2,
                target.number(),
                source,
                target.width(),
                target.width().bytes(),
                bits);
    }

    /** Any function of three bits: the truth table is the immediate. */
    public void vpternlogd(Vec target, Vec first, Operand second, int immediate) {
        evex(
                3,
                1,
                0,
                0x25,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /**
     * Multiplies each byte of the first as a vector of bits with the matrix of bits in its quadword
     * of the second, and adds the immediate.
     */
    public void vgf2p8affineqb(Vec target, Vec first, Operand second, int immediate) {
        evex(
                3,
                1,
                1,
                0xCE,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                immediate);
    }
}
