package dev.mote.kernel.assembler.x86;

/**
 * The AVX-512 instructions that kernels use (F, BW, DQ, VL, VNNI, VBMI, BITALG, GFNI, BF16),
 * EVEX-encoded at every width.
 *
 * <p>{@link #k} and {@link #kz} mask the one instruction that follows. Memory operands are
 * unaligned; what a mask leaves out is not touched where the instruction works on whole vectors.
 */
public final class Avx512Assembler extends EvexDoubles {
    /** Masks the next instruction: elements without a bit keep the target's value. */
    public Avx512Assembler k(Mask newMask) {
        mask(newMask, false);
        return this;
    }

    /** Masks the next instruction: elements without a bit become 0. */
    public Avx512Assembler kz(Mask newMask) {
        mask(newMask, true);
        return this;
    }

    /** Adds to each F32 two products of BF16. */
    public void vdpbf16ps(Vec target, Vec first, Operand second) {
        op(2, 2, 0, 0x52, target, first, second);
    }

    /** Adds floats. */
    public void vaddps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x58, target, first, second);
    }

    /** Multiplies floats. */
    public void vmulps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x59, target, first, second);
    }

    /** Subtracts floats. */
    public void vsubps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x5C, target, first, second);
    }

    /** Divides floats. */
    public void vdivps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x5E, target, first, second);
    }

    /** Minima of floats; the second where either is NaN. */
    public void vminps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x5D, target, first, second);
    }

    /** Maxima of floats; the second where either is NaN. */
    public void vmaxps(Vec target, Vec first, Operand second) {
        op(1, 0, 0, 0x5F, target, first, second);
    }

    /** target = target · second + first. */
    public void vfmadd132ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x98, target, first, second);
    }

    /** target = first · target + second. */
    public void vfmadd213ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0xA8, target, first, second);
    }

    /** target = first · second + target. */
    public void vfmadd231ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0xB8, target, first, second);
    }

    /** target = target − first · second. */
    public void vfnmadd231ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0xBC, target, first, second);
    }

    /** target = second − first · target. */
    public void vfnmadd213ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0xAC, target, first, second);
    }

    /** target = first · target − second. */
    public void vfmsub213ps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0xAA, target, first, second);
    }

    /** first · 2^floor(second). */
    public void vscalefps(Vec target, Vec first, Operand second) {
        op(2, 1, 0, 0x2C, target, first, second);
    }

    /** Rounds both to BF16, the second into the low half. */
    public void vcvtne2ps2bf16(Vec target, Vec first, Operand second) {
        op(2, 3, 0, 0x72, target, first, second);
    }

    /** Converts signed doublewords to floats. */
    public void vcvtdq2ps(Vec target, Operand source) {
        widen(1, 0, 0, 0x5B, target, source, 1);
    }

    /** Rounds floats to signed doublewords, to nearest even. */
    public void vcvtps2dq(Vec target, Operand source) {
        widen(1, 1, 0, 0x5B, target, source, 1);
    }

    /** Square roots. */
    public void vsqrtps(Vec target, Operand source) {
        widen(1, 0, 0, 0x51, target, source, 1);
    }

    /** Reciprocals, within 2^-14. */
    public void vrcp14ps(Vec target, Operand source) {
        widen(2, 1, 0, 0x4C, target, source, 1);
    }

    /** Reciprocal square roots, within 2^-14. */
    public void vrsqrt14ps(Vec target, Operand source) {
        widen(2, 1, 0, 0x4E, target, source, 1);
    }

    /** Converts F16 to F32. */
    public void vcvtph2ps(Vec target, Operand source) {
        widen(2, 1, 0, 0x13, target, source, 2);
    }

    /** Picks two floats of each source in each lane. */
    public void vshufps(Vec target, Vec first, Operand second, int immediate) {
        evex(
                1,
                0,
                0,
                0xC6,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /** Rounds floats to whole numbers, in the mode of the immediate. */
    public void vrndscaleps(Vec target, Operand source, int immediate) {
        evex(
                3,
                1,
                0,
                0x08,
                target.number(),
                0,
                source,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /** Picks floats in each lane. */
    public void vpermilps(Vec target, Operand source, int immediate) {
        evex(
                3,
                1,
                0,
                0x04,
                target.number(),
                0,
                source,
                target.width(),
                target.width().bytes(),
                immediate);
    }

    /**
     * Compares signed doublewords: 0 equal, 1 less, 2 less or equal, 4 not equal, 5 not less, 6
     * greater.
     */
    public void vpcmpd(Mask target, Vec first, Operand second, int predicate) {
        evex(
                3,
                1,
                0,
                0x1F,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                predicate);
    }

    /** Compares unsigned doublewords, as vpcmpd. */
    public void vpcmpud(Mask target, Vec first, Operand second, int predicate) {
        evex(
                3,
                1,
                0,
                0x1E,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                predicate);
    }

    /** Compares floats: 1 less, 13 greater or equal, 14 greater, 3 unordered. */
    public void vcmpps(Mask target, Vec first, Operand second, int predicate) {
        evex(
                1,
                0,
                0,
                0xC2,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                predicate);
    }

    /** Words that share a bit. */
    public void vptestmw(Mask target, Vec first, Operand second) {
        evex(
                2,
                1,
                1,
                0x26,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                NO_IMMEDIATE);
    }

    /** Bytes that share a bit. */
    public void vptestmb(Mask target, Vec first, Operand second) {
        evex(
                2,
                1,
                0,
                0x26,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                NO_IMMEDIATE);
    }

    /** Doublewords that share a bit. */
    public void vptestmd(Mask target, Vec first, Operand second) {
        evex(
                2,
                1,
                0,
                0x27,
                target.number(),
                first.number(),
                second,
                first.width(),
                first.width().bytes(),
                NO_IMMEDIATE);
    }

    /** Rounds to F16, to nearest even where the immediate is 0. */
    public void vcvtps2ph(Operand target, Vec source, int immediate) {
        evex(
                3,
                1,
                0,
                0x1D,
                source.number(),
                0,
                target,
                source.width(),
                source.width().bytes() / 2,
                immediate);
    }

    /** Rounds to BF16. */
    public void vcvtneps2bf16(Vec target, Operand source, Vec.Width width) {
        evex(2, 2, 0, 0x72, target.number(), 0, source, width, width.bytes(), NO_IMMEDIATE);
    }

    /** Packs the floats that the mask names at the low end. */
    public void vcompressps(Operand target, Vec source) {
        evex(2, 1, 0, 0x8A, source.number(), 0, target, source.width(), 4, NO_IMMEDIATE);
    }

    /** The highest bit of each byte. */
    public void vpmovb2m(Mask target, Vec source) {
        evex(2, 2, 0, 0x29, target.number(), 0, source, source.width(), 1, NO_IMMEDIATE);
    }
}
