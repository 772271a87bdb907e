package dev.mote.kernel.assembler.x86;

/** AVX-512 instructions that calculate with doubles. */
abstract class EvexDoubles extends EvexIntegers {
    EvexDoubles() {}

    /** Adds doubles. */
    public void vaddpd(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x58, target, first, second);
    }

    /** Multiplies doubles. */
    public void vmulpd(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x59, target, first, second);
    }

    /** Subtracts doubles. */
    public void vsubpd(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x5C, target, first, second);
    }

    /** Divides doubles. */
    public void vdivpd(Vec target, Vec first, Operand second) {
        op(1, 1, 1, 0x5E, target, first, second);
    }

    /** target = first · second + target. */
    public void vfmadd231pd(Vec target, Vec first, Operand second) {
        op(2, 1, 1, 0xB8, target, first, second);
    }

    /** Square roots. */
    public void vsqrtpd(Vec target, Operand source) {
        widen(1, 1, 1, 0x51, target, source, 1);
    }

    /** Converts F32 to doubles. */
    public void vcvtps2pd(Vec target, Operand source) {
        widen(1, 0, 0, 0x5A, target, source, 2);
    }

    /** Rounds doubles to F32. */
    public void vcvtpd2ps(Vec target, Vec source) {
        int bytes = source.width().bytes();
        evex(1, 1, 1, 0x5A, target.number(), 0, source, source.width(), bytes, NO_IMMEDIATE);
    }

    /** Repeats a double; 256 or 512 bits. */
    public void vbroadcastsd(Vec target, Operand source) {
        evex(2, 1, 1, 0x19, target.number(), 0, source, target.width(), 8, NO_IMMEDIATE);
    }
}
