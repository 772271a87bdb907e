package dev.mote.kernel.assembler.aarch64;

/**
 * Assembles AArch64 instructions, one method for each form that the kernels use.
 *
 * <p>Encodings are those of the Arm Architecture Reference Manual for A-profile (DDI 0487), chapter
 * C6 for general and C7 for vector instructions. Floating point lanes are of 32 bits. Operands that
 * do not fit their field are refused with {@link IllegalArgumentException}, labels out of reach
 * with {@link IllegalStateException}. Not safe for use by several threads.
 */
public final class Aarch64Assembler extends DoubleInstructions {
    /** d = n + m. */
    public void fadd(V d, V n, V m) {
        three(0x4e20_d400, d, n, m);
    }

    /** d = n − m. */
    public void fsub(V d, V n, V m) {
        three(0x4ea0_d400, d, n, m);
    }

    /** d = n · m. */
    public void fmul(V d, V n, V m) {
        three(0x6e20_dc00, d, n, m);
    }

    /** d = n · lane {@code lane} of m. */
    public void fmul(V d, V n, V m, int lane) {
        three(0x4f80_9000 | element(lane), d, n, m);
    }

    /** d = n / m. */
    public void fdiv(V d, V n, V m) {
        three(0x6e20_fc00, d, n, m);
    }

    /** d += n · m, rounded once. */
    public void fmla(V d, V n, V m) {
        three(0x4e20_cc00, d, n, m);
    }

    /** d += n · lane {@code lane} of m, rounded once. */
    public void fmla(V d, V n, V m, int lane) {
        three(0x4f80_1000 | element(lane), d, n, m);
    }

    /** d −= n · m, rounded once. */
    public void fmls(V d, V n, V m) {
        three(0x4ea0_cc00, d, n, m);
    }

    /** The larger lane; NaN if either is. */
    public void fmax(V d, V n, V m) {
        three(0x4e20_f400, d, n, m);
    }

    /** The smaller lane; NaN if either is. */
    public void fmin(V d, V n, V m) {
        three(0x4ea0_f400, d, n, m);
    }

    /** The larger lane; that of the other where one is NaN. */
    public void fmaxnm(V d, V n, V m) {
        three(0x4e20_c400, d, n, m);
    }

    /** Largest lane of n, NaN only if all are, in the lowest lane of d; the rest is zero. */
    public void fmaxnmv(V d, V n) {
        two(0x6e30_c800, d, n);
    }

    /** All ones where n is below zero, else zero. */
    public void fcmltZero(V d, V n) {
        two(0x4ea0_e800, d, n);
    }

    /** All ones where n is zero, else zero. */
    public void fcmeqZero(V d, V n) {
        two(0x4ea0_d800, d, n);
    }

    /** Floats as signed whole numbers, halves away from zero, saturated; NaN becomes 0. */
    public void fcvtas(V d, V n) {
        two(0x4e21_c800, d, n);
    }

    /** Floats as F16 in the lower half of d; the upper half becomes zero. */
    public void fcvtn(V d, V n) {
        two(0x0e21_6800, d, n);
    }

    /** Sums of neighbours, those of n in the lower and those of m in the upper half. */
    public void faddp(V d, V n, V m) {
        three(0x6e20_d400, d, n, m);
    }

    /** d = |n|. */
    public void fabs(V d, V n) {
        two(0x4ea0_f800, d, n);
    }

    /** d = −n. */
    public void fneg(V d, V n) {
        two(0x6ea0_f800, d, n);
    }

    /** Signed whole numbers as floats. */
    public void scvtf(V d, V n) {
        two(0x4e21_d800, d, n);
    }

    /** Unsigned whole numbers as floats. */
    public void ucvtf(V d, V n) {
        two(0x6e21_d800, d, n);
    }

    /** Floats as signed whole numbers, halves to even, saturated; NaN becomes 0. */
    public void fcvtns(V d, V n) {
        two(0x4e21_a800, d, n);
    }

    /** The four F16 of the lower half of n as floats. */
    public void fcvtl(V d, V n) {
        two(0x0e21_7800, d, n);
    }

    /** The four F16 of the upper half of n as floats. */
    public void fcvtl2(V d, V n) {
        two(0x4e21_7800, d, n);
    }

    /** The lowest F16 of n as float in the lowest lane of d; the rest is zero. */
    public void fcvtHalf(V d, V n) {
        two(0x1ee2_4000, d, n);
    }

    /**
     * The same float in every lane.
     *
     * @throws IllegalArgumentException unless value is ± (16 … 31) / 16 · 2^(−3 … 4)
     */
    public void fmov(V d, float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23 & 0xff) - 127;
        if ((bits & 0x7ffff) != 0 || exponent < -3 || exponent > 4) {
            throw new IllegalArgumentException(value + " has no encoding as an immediate");
        }
        // Sign, exponent with its upper bit turned, four bits of fraction.
        int immediate = bits >>> 31 << 7 | ((exponent + 3) ^ 4) << 4 | (bits >>> 19 & 15);
        emit(0x4f00_f400 | byteField(immediate) | d.code());
    }
}
