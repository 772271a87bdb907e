package dev.mote.kernel.assembler.x86;

/** AVX2, FMA and F16C instructions that compare, round and convert floats, and those on doubles. */
abstract class VexFloats extends VexArithmetic {
    VexFloats() {}

    /** Minima of floats; the second where either is NaN. */
    public void vminps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x5D, target, first, second, NO_IMMEDIATE);
    }

    /** Maxima of floats; the second where either is NaN. */
    public void vmaxps(Vec target, Vec first, Operand second) {
        vex(1, 0, 0, 0x5F, target, first, second, NO_IMMEDIATE);
    }

    /** target = first · target + second. */
    public void vfmadd213ps(Vec target, Vec first, Operand second) {
        vex(2, 1, 0, 0xA8, target, first, second, NO_IMMEDIATE);
    }

    /** All bits of the floats that compare: 3 unordered, 4 not equal, 7 ordered, 13 at least. */
    public void vcmpps(Vec target, Vec first, Operand second, int predicate) {
        vex(1, 0, 0, 0xC2, target, first, second, predicate);
    }

    /** Rounds floats to whole numbers, in the mode of the immediate. */
    public void vroundps(Vec target, Operand source, int immediate) {
        vex(3, 1, 0, 0x08, target, NONE, source, immediate);
    }

    /** Picks floats in each lane. */
    public void vpermilps(Vec target, Operand source, int immediate) {
        vex(3, 1, 0, 0x04, target, NONE, source, immediate);
    }

    /** Rounds to F16, to nearest even where the immediate is 0. */
    public void vcvtps2ph(Operand target, Vec source, int immediate) {
        vex(3, 1, 0, 0x1D, source, NONE, target, immediate);
    }

    /** Adds doubles. */
    public void vaddpd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x58, target, first, second, NO_IMMEDIATE);
    }

    /** Multiplies doubles. */
    public void vmulpd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x59, target, first, second, NO_IMMEDIATE);
    }

    /** Subtracts doubles. */
    public void vsubpd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x5C, target, first, second, NO_IMMEDIATE);
    }

    /** Divides doubles. */
    public void vdivpd(Vec target, Vec first, Operand second) {
        vex(1, 1, 0, 0x5E, target, first, second, NO_IMMEDIATE);
    }

    /** Square roots of doubles. */
    public void vsqrtpd(Vec target, Operand source) {
        vex(1, 1, 0, 0x51, target, NONE, source, NO_IMMEDIATE);
    }

    /** target = first · second + target, of doubles. */
    public void vfmadd231pd(Vec target, Vec first, Operand second) {
        vex(2, 1, 1, 0xB8, target, first, second, NO_IMMEDIATE);
    }

    /** Converts F32 to doubles. */
    public void vcvtps2pd(Vec target, Operand source) {
        vex(1, 0, 0, 0x5A, target, NONE, source, NO_IMMEDIATE);
    }

    /** Rounds doubles to F32. */
    public void vcvtpd2ps(Vec target, Vec source) {
        vex(1, 1, 0, 0x5A, target.number(), 0, source, source.width(), NO_IMMEDIATE);
    }

    /** Repeats a double. */
    public void vbroadcastsd(Vec target, Operand source) {
        vex(2, 1, 0, 0x19, target, NONE, source, NO_IMMEDIATE);
    }
}
