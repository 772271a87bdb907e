package dev.mote.kernel.assembler.x86;

/** AVX2, FMA and F16C instructions of two or three operands. */
abstract class VexArithmetic extends VexEncoder {
    VexArithmetic() {}

    /** Adds bytes. */
    public void vpaddb(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xFC, target, first, second, NO_IMMEDIATE);
    }

    /** Adds words. */
    public void vpaddw(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xFD, target, first, second, NO_IMMEDIATE);
    }

    /** Adds doublewords. */
    public void vpaddd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xFE, target, first, second, NO_IMMEDIATE);
    }

    /** Subtracts bytes. */
    public void vpsubb(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xF8, target, first, second, NO_IMMEDIATE);
    }

    /** Subtracts doublewords. */
    public void vpsubd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xFA, target, first, second, NO_IMMEDIATE);
    }

    /** Bits of both. */
    public void vpand(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xDB, target, first, second, NO_IMMEDIATE);
    }

    /** Bits of the second that the first has not. */
    public void vpandn(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xDF, target, first, second, NO_IMMEDIATE);
    }

    /** Bits of either. */
    public void vpor(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xEB, target, first, second, NO_IMMEDIATE);
    }

    /** Bits of exactly one. */
    public void vpxor(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xEF, target, first, second, NO_IMMEDIATE);
    }

    /** Low halves of products of words. */
    public void vpmullw(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xD5, target, first, second, NO_IMMEDIATE);
    }

    /**
     * Adds neighbouring products of unsigned (first) and signed (second) bytes to words,
     * saturating.
     */
    public void vpmaddubsw(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x04, target, first, second, NO_IMMEDIATE);
    }

    /** Adds neighbouring products of words to doublewords. */
    public void vpmaddwd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0xF5, target, first, second, NO_IMMEDIATE);
    }

    /** The first's bytes: negated where the second is negative, 0 where it is 0. */
    public void vpsignb(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x08, target, first, second, NO_IMMEDIATE);
    }

    /** All bits of the bytes that are equal. */
    public void vpcmpeqb(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x74, target, first, second, NO_IMMEDIATE);
    }

    /** All bits of the words that are equal. */
    public void vpcmpeqw(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x75, target, first, second, NO_IMMEDIATE);
    }

    /** All bits of the doublewords that are equal. */
    public void vpcmpeqd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x76, target, first, second, NO_IMMEDIATE);
    }

    /** All bits of the signed doublewords of the first that are greater. */
    public void vpcmpgtd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x66, target, first, second, NO_IMMEDIATE);
    }

    /** Unsigned maxima of doublewords. */
    public void vpmaxud(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x3F, target, first, second, NO_IMMEDIATE);
    }

    /** Signed maxima of doublewords. */
    public void vpmaxsd(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x3D, target, first, second, NO_IMMEDIATE);
    }

    /** Shifts doublewords right by counts of their own. */
    public void vpsrlvd(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x45, target, first, second, NO_IMMEDIATE);
    }

    /** Shifts doublewords left by counts of their own. */
    public void vpsllvd(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x47, target, first, second, NO_IMMEDIATE);
    }

    /** Picks bytes of each 128-bit lane of the first by the indices in the second. */
    public void vpshufb(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x00, target, first, second, NO_IMMEDIATE);
    }

    /** Picks doublewords of the second by the indices in the first. */
    public void vpermd(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0x36, target, first, second, NO_IMMEDIATE);
    }

    /** Interleaves low doublewords of each lane. */
    public void vpunpckldq(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x62, target, first, second, NO_IMMEDIATE);
    }

    /** Interleaves high doublewords of each lane. */
    public void vpunpckhdq(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x6A, target, first, second, NO_IMMEDIATE);
    }

    /** Interleaves low quadwords of each lane. */
    public void vpunpcklqdq(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x6C, target, first, second, NO_IMMEDIATE);
    }

    /** Interleaves high quadwords of each lane. */
    public void vpunpckhqdq(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x6D, target, first, second, NO_IMMEDIATE);
    }

    /** Interleaves low bytes of each lane. */
    public void vpunpcklbw(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x60, target, first, second, NO_IMMEDIATE);
    }

    /** Narrows doublewords to words in each lane, saturating. */
    public void vpackssdw(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x6B, target, first, second, NO_IMMEDIATE);
    }

    /** Narrows words to bytes in each lane, saturating. */
    public void vpacksswb(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x63, target, first, second, NO_IMMEDIATE);
    }

    /** Narrows words to unsigned bytes in each lane, saturating. */
    public void vpackuswb(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x67, target, first, second, NO_IMMEDIATE);
    }

    /** Adds floats. */
    public void vaddps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x58, target, first, second, NO_IMMEDIATE);
    }

    /** Multiplies floats. */
    public void vmulps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x59, target, first, second, NO_IMMEDIATE);
    }

    /** Subtracts floats. */
    public void vsubps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x5C, target, first, second, NO_IMMEDIATE);
    }

    /** Divides floats. */
    public void vdivps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x5E, target, first, second, NO_IMMEDIATE);
    }

    /** target = first · second + target. */
    public void vfmadd231ps(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0xB8, target, first, second, NO_IMMEDIATE);
    }

    /** target = target − first · second. */
    public void vfnmadd231ps(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0xBC, target, first, second, NO_IMMEDIATE);
    }

    /** The same for the lowest float; bits from 128 on become 0. */
    public void vfmadd231ss(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0xB9, target, first, second, NO_IMMEDIATE);
    }

    /** Magnitudes of bytes. */
    public void vpabsb(Vec target, Operand source) {
        vex(2, 1, 0, 0x1C, target, NONE, source, NO_IMMEDIATE);
    }

    /** Magnitudes of doublewords. */
    public void vpabsd(Vec target, Operand source) {
        vex(2, 1, 0, 0x1E, target, NONE, source, NO_IMMEDIATE);
    }

    /** Repeats a word. */
    public void vpbroadcastw(Vec target, Operand source) {
        vex(2, 1, 0, 0x79, target, NONE, source, NO_IMMEDIATE);
    }

    /** Repeats a doubleword. */
    public void vpbroadcastd(Vec target, Operand source) {
        vex(2, 1, 0, 0x58, target, NONE, source, NO_IMMEDIATE);
    }

    /** Repeats a float. */
    public void vbroadcastss(Vec target, Operand source) {
        vex(2, 1, 0, 0x18, target, NONE, source, NO_IMMEDIATE);
    }

    /** Repeats a byte. */
    public void vpbroadcastb(Vec target, Operand source) {
        vex(2, 1, 0, 0x78, target, NONE, source, NO_IMMEDIATE);
    }

    /** Widens bytes to words with zeros. */
    public void vpmovzxbw(Vec target, Operand source) {
        vex(2, 1, 0, 0x30, target, NONE, source, NO_IMMEDIATE);
    }

    /** Widens bytes to doublewords with zeros. */
    public void vpmovzxbd(Vec target, Operand source) {
        vex(2, 1, 0, 0x31, target, NONE, source, NO_IMMEDIATE);
    }

    /** Widens words to doublewords with zeros. */
    public void vpmovzxwd(Vec target, Operand source) {
        vex(2, 1, 0, 0x33, target, NONE, source, NO_IMMEDIATE);
    }

    /** Widens signed bytes to doublewords. */
    public void vpmovsxbd(Vec target, Operand source) {
        vex(2, 1, 0, 0x21, target, NONE, source, NO_IMMEDIATE);
    }

    /** Converts F16 to F32. */
    public void vcvtph2ps(Vec target, Operand source) {
        vex(2, 1, 0, 0x13, target, NONE, source, NO_IMMEDIATE);
    }

    /** Converts signed doublewords to floats. */
    public void vcvtdq2ps(Vec target, Operand source) {
        vex(1, 0, 0, 0x5B, target, NONE, source, NO_IMMEDIATE);
    }

    /** Rounds floats to signed doublewords, to nearest even. */
    public void vcvtps2dq(Vec target, Operand source) {
        vex(1, 1, 0, 0x5B, target, NONE, source, NO_IMMEDIATE);
    }

    /** Loads whole registers, unaligned. */
    public void vmovdqu(Vec target, Operand source) {
        vex(1, 2, 0, 0x6F, target, NONE, source, NO_IMMEDIATE);
    }

    /** Loads floats, unaligned. */
    public void vmovups(Vec target, Operand source) {
        vex(1, 0, 0, 0x10, target, NONE, source, NO_IMMEDIATE);
    }
}
