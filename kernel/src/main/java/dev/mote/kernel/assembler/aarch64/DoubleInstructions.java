package dev.mote.kernel.assembler.aarch64;

/** Arithmetic on floats of 64 bits, two in a register. */
public abstract sealed class DoubleInstructions extends VectorInstructions
        permits Aarch64Assembler {
    DoubleInstructions() {}

    /** d = n + m. */
    public final void faddDouble(V d, V n, V m) {
        three(0x4e60_d400, d, n, m);
    }

    /** d = n − m. */
    public final void fsubDouble(V d, V n, V m) {
        three(0x4ee0_d400, d, n, m);
    }

    /** d = n · m. */
    public final void fmulDouble(V d, V n, V m) {
        three(0x6e60_dc00, d, n, m);
    }

    /** d = n / m. */
    public final void fdivDouble(V d, V n, V m) {
        three(0x6e60_fc00, d, n, m);
    }

    /** d += n · m, rounded once. */
    public final void fmlaDouble(V d, V n, V m) {
        three(0x4e60_cc00, d, n, m);
    }

    /** Sums of neighbours, that of n in the lower and that of m in the upper half. */
    public final void faddpDouble(V d, V n, V m) {
        three(0x6e60_d400, d, n, m);
    }

    /** d = √n. */
    public final void fsqrtDouble(V d, V n) {
        two(0x6ee1_f800, d, n);
    }

    /** The two floats of 32 bits of the lower half of n. */
    public final void fcvtlDouble(V d, V n) {
        two(0x0e61_7800, d, n);
    }

    /** The two floats of 32 bits of the upper half of n. */
    public final void fcvtl2Double(V d, V n) {
        two(0x4e61_7800, d, n);
    }

    /** Rounds to 32 bits into the lower half of d; the upper half becomes zero. */
    public final void fcvtnDouble(V d, V n) {
        two(0x0e61_6800, d, n);
    }

    /** Rounds to 32 bits into the upper half of d. */
    public final void fcvtn2Double(V d, V n) {
        two(0x4e61_6800, d, n);
    }
}
