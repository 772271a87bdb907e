package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * The exponential and what is made of it, on all lanes of the named registers, which alone are
 * overwritten. Constants are read from memory.
 *
 * <p>e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2 (Cody and Waite, Software Manual
 * for the Elementary Functions, 1980, chapter 6). e^r is 1 + r + r² · q(r) with q of degree 4,
 * whose coefficients minimise the largest relative error: 3.8e-9. Roundings of r and of the last
 * two steps add up to less than 1.5 units in the last place.
 */
final class Functions {
    private static final float[] POLYNOMIAL = {
        0x1.6a2434p-10f, 0x1.1239e2p-7f, 0x1.5558f2p-5f, 0x1.555492p-3f, 0x1.fffffcp-2f
    };

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2 = 0x1.62e43p-1f;
    private static final float LN2_REST = -0x1.05c61p-29f;

    /** Above, e^x is infinite. */
    private static final float LARGEST = 89f;

    /** Below, e^x is 0. */
    private static final float SMALLEST = -105f;

    /** Beyond it tanh(x / 2) is 1. */
    private static final float TANH_LARGEST = 30f;

    private static final int SIGN = 0x8000_0000;

    private Functions() {}

    /** x = e^x, for all floats: 0 for −∞, ∞ for ∞, NaN for NaN. */
    static void exp(Avx2Assembler a, Vec x, Vec t, Vec n) {
        // The second operand is the result where there is a NaN.
        a.vmovups(n, Constants.floats(a, LARGEST));
        a.vminps(t, n, x);
        a.vmovups(n, Constants.floats(a, SMALLEST));
        a.vmaxps(x, n, t);
        reduce(a, x, t, n);
        quotient(a, t, x);
        a.vfmadd213ps(t, x, Constants.floats(a, 1)); // 1 + r · q
        a.vfmadd213ps(t, x, Constants.floats(a, 1));
        // Two factors, so that neither leaves the range of normal numbers.
        a.vpsrad(x, n, 1);
        a.vpsubd(n, n, x);
        powerOfTwo(a, x);
        powerOfTwo(a, n);
        a.vmulps(t, t, x);
        a.vmulps(x, t, n);
    }

    /** n = round(x / ln 2) as integers, x = x − n · ln 2. */
    private static void reduce(Avx2Assembler a, Vec x, Vec t, Vec n) {
        a.vmulps(n, x, Constants.floats(a, LOG2_E));
        a.vcvtps2dq(n, n);
        a.vcvtdq2ps(t, n);
        a.vfnmadd231ps(x, t, Constants.floats(a, LN2));
        a.vfnmadd231ps(x, t, Constants.floats(a, LN2_REST));
    }

    /** t = (e^r − 1 − r) / r². */
    private static void quotient(Avx2Assembler a, Vec t, Vec r) {
        a.vmovups(t, Constants.floats(a, POLYNOMIAL[0]));
        for (int i = 1; i < POLYNOMIAL.length; i++) {
            a.vfmadd213ps(t, r, Constants.floats(a, POLYNOMIAL[i]));
        }
    }

    /** n = 2^n, for whole n from −126 to 127. */
    private static void powerOfTwo(Avx2Assembler a, Vec n) {
        a.vpaddd(n, n, Constants.integers(a, 127));
        a.vpslld(n, n, 23);
    }

    /**
     * z = x / (1 + e^−z), without overflow: with e = e^−|z| it is x / (1 + e) for z ≥ 0 and x · e /
     * (1 + e) elsewhere. Overwrites x.
     */
    static void timesSigmoid(Avx2Assembler a, Vec x, Vec z, Vec negative, Vec t, Vec n) {
        a.vpsrad(negative, z, 31);
        a.vpor(z, z, Constants.integers(a, SIGN));
        exp(a, z, t, n);
        a.vmulps(t, x, z);
        select(a, x, negative, t);
        a.vaddps(z, z, Constants.floats(a, 1));
        a.vdivps(z, x, z);
    }

    /** d = n where the mask has ones; n is overwritten. */
    static void select(Avx2Assembler a, Vec d, Vec mask, Vec n) {
        a.vpand(n, n, mask);
        a.vpandn(d, mask, d);
        a.vpor(d, d, n);
    }

    /**
     * x = tanh(x), relatively exact near 0 as well: with m = e^2|x| − 1 it is m / (m + 2), and m =
     * 2^n · (e^r − 1) + (2^n − 1). Error below 4 units in the last place.
     */
    static void tanh(Avx2Assembler a, Vec x, Vec sign, Vec t, Vec n, Vec u) {
        a.vpand(sign, x, Constants.integers(a, SIGN));
        a.vpand(x, x, Constants.integers(a, ~SIGN));
        a.vaddps(x, x, x);
        a.vmovups(n, Constants.floats(a, TANH_LARGEST));
        a.vminps(x, n, x);
        reduce(a, x, t, n);
        quotient(a, t, x);
        a.vmulps(u, x, x);
        a.vfmadd213ps(t, u, x); // r + r² · q
        powerOfTwo(a, n);
        a.vmulps(t, t, n);
        a.vsubps(u, n, Constants.floats(a, 1));
        a.vaddps(t, t, u);
        a.vaddps(u, t, Constants.floats(a, 2));
        a.vdivps(x, t, u);
        a.vpor(x, x, sign);
    }

    /** x = max(x, 0), NaN where x is. */
    static void relu(Avx2Assembler a, Vec x, Vec t) {
        a.vpxor(t, t, t);
        a.vmaxps(x, t, x);
    }
}
