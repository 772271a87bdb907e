package dev.mote.kernel.assembler.x86;

/** AVX-512 instructions that move elements within and between registers. */
abstract class EvexPermutations extends EvexMoves {
    EvexPermutations() {}

    /** Picks bytes of the second by the indices in the first. */
    public void vpermb(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x8D, target, first, second);
    }

    /** Picks words of the second by the indices in the first. */
    public void vpermw(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x8D, target, first, second);
    }

    /** Picks doublewords of the second by the indices in the first. */
    public void vpermd(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x36, target, first, second);
    }

    /** Picks quadwords of the second by the indices in the first. */
    public void vpermq(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x36, target, first, second);
    }

    /** Picks floats of the second by the indices in the first. */
    public void vpermps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x16, target, first, second);
    }

    /** Picks bytes of both sources by the indices in the target. */
    public void vpermi2b(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x75, target, first, second);
    }

    /** Picks words of both sources by the indices in the target. */
    public void vpermi2w(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x75, target, first, second);
    }

    /** Picks doublewords of both sources by the indices in the target. */
    public void vpermi2d(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x76, target, first, second);
    }

    /** Picks bytes of target and second by the indices in the first. */
    public void vpermt2b(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x7D, target, first, second);
    }

    /** Picks words of target and second by the indices in the first. */
    public void vpermt2w(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x7D, target, first, second);
    }

    /** Picks doublewords of target and second by the indices in the first. */
    public void vpermt2d(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x7E, target, first, second);
    }

    /** Picks bytes of each 128-bit lane of the first by the indices in the second. */
    public void vpshufb(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x00, target, first, second);
    }

    /** Picks bytes at the bit offsets in the first from each quadword of the second. */
    public void vpmultishiftqb(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0x83, target, first, second);
    }

    /** Interleaves low doublewords of each lane. */
    public void vpunpckldq(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x62, target, first, second);
    }

    /** Interleaves high doublewords of each lane. */
    public void vpunpckhdq(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x6A, target, first, second);
    }

    /** Interleaves low quadwords of each lane. */
    public void vpunpcklqdq(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x6C, target, first, second);
    }

    /** Interleaves high quadwords of each lane. */
    public void vpunpckhqdq(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x6D, target, first, second);
    }

    /** Interleaves low bytes of each lane. */
    public void vpunpcklbw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x60, target, first, second);
    }

    /** Interleaves high bytes of each lane. */
    public void vpunpckhbw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x68, target, first, second);
    }

    /** Interleaves low words of each lane. */
    public void vpunpcklwd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x61, target, first, second);
    }

    /** Interleaves high words of each lane. */
    public void vpunpckhwd(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x69, target, first, second);
    }

    /** Narrows doublewords to words, saturating. */
    public void vpackssdw(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x6B, target, first, second);
    }

    /** Narrows words to bytes, saturating. */
    public void vpacksswb(Vec target, Vec first, Operand second) {
        op(1, 1, 0, 0x63, target, first, second);
    }

    /** Widens bytes to words with zeros. */
    public void vpmovzxbw(Vec target, Operand source) {
        widen(2, 1, 0, 0x30, target, source, 2);
    }

    /** Widens bytes to doublewords with zeros. */
    public void vpmovzxbd(Vec target, Operand source) {
        widen(2, 1, 0, 0x31, target, source, 4);
    }

    /** Widens bytes to quadwords with zeros. */
    public void vpmovzxbq(Vec target, Operand source) {
        widen(2, 1, 0, 0x32, target, source, 8);
    }

    /** Widens words to doublewords with zeros. */
    public void vpmovzxwd(Vec target, Operand source) {
        widen(2, 1, 0, 0x33, target, source, 2);
    }

    /** Widens words to quadwords with zeros. */
    public void vpmovzxwq(Vec target, Operand source) {
        widen(2, 1, 0, 0x34, target, source, 4);
    }

    /** Widens doublewords to quadwords with zeros. */
    public void vpmovzxdq(Vec target, Operand source) {
        widen(2, 1, 0, 0x35, target, source, 2);
    }

    /** Widens signed bytes to words. */
    public void vpmovsxbw(Vec target, Operand source) {
        widen(2, 1, 0, 0x20, target, source, 2);
    }

    /** Widens signed bytes to doublewords. */
    public void vpmovsxbd(Vec target, Operand source) {
        widen(2, 1, 0, 0x21, target, source, 4);
    }

    /** Widens signed words to doublewords. */
    public void vpmovsxwd(Vec target, Operand source) {
        widen(2, 1, 0, 0x23, target, source, 2);
    }

    /** Picks 128-bit lanes, two of each source. */
    public void vshufi32x4(Vec target, Vec first, Operand second, int immediate) {
        evex(
                3,
                1,
                0,
                0x43,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /** Shifts the pair first:second right by doublewords. */
    public void valignd(Vec target, Vec first, Operand second, int immediate) {
        evex(
                3,
                1,
                0,
                0x03,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /** Picks doublewords in each lane. */
    public void vpshufd(Vec target, Operand source, int immediate) {
        evex(
                1,
                1,
                0,
                0x70,
                target.number(),
                0,
                source,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /** Low doublewords of quadwords. */
    public void vpmovqd(Operand target, Vec source) {
        evex(
                2,
                2,
                0,
                0x35,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 2,
                NO_IMMEDIATE);
    }

    /** Low bytes of words. */
    public void vpmovwb(Operand target, Vec source) {
        evex(
                2,
                2,
                0,
                0x30,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 2,
                NO_IMMEDIATE);
    }

    /** Low bytes of doublewords. */
    public void vpmovdb(Operand target, Vec source) {
        evex(
                2,
                2,
                0,
                0x31,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 4,
                NO_IMMEDIATE);
    }

    /** Doublewords to bytes, saturating. */
    public void vpmovsdb(Operand target, Vec source) {
        evex(
                2,
                2,
                0,
                0x21,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 4,
                NO_IMMEDIATE);
    }

    /** Low words of doublewords. */
    public void vpmovdw(Operand target, Vec source) {
        evex(
                2,
                2,
                0,
                0x33,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 2,
                NO_IMMEDIATE);
    }
}
