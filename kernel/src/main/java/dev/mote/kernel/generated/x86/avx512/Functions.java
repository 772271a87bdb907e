package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * The exponential and what is made of it, 16 floats at a time. Constants are read from memory;
 * nothing but the named registers is overwritten.
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

    /** vrndscaleps: to nearest even, without exceptions. */
    private static final int NEAREST = 8;

    private Functions() {}

    /** The same float in all lanes. */
    static Mem all(Avx512Assembler a, float value) {
        return Mem.at(a.code().constant(value)).broadcast();
    }

    /** The same bits in all lanes. */
    static Mem allBits(Avx512Assembler a, int value) {
        return Mem.at(a.code().constant(value)).broadcast();
    }

    /** x = e^x, for all floats: 0 for −∞, ∞ for ∞, NaN for NaN. */
    static void exp(Avx512Assembler a, Vec x, Vec t, Vec n) {
        a.vmovups(t, x); // the second operand is the result where there is a NaN
        a.vbroadcastss(n, Mem.at(a.code().constant(LARGEST)));
        a.vminps(t, n, t);
        a.vbroadcastss(n, Mem.at(a.code().constant(SMALLEST)));
        a.vmaxps(x, n, t);
        a.vmulps(n, x, all(a, LOG2_E));
        a.vrndscaleps(n, n, NEAREST);
        remainder(a, x, n);
        quotient(a, t, x);
        a.vfmadd213ps(t, x, all(a, 1)); // 1 + r · q
        a.vfmadd213ps(t, x, all(a, 1));
        a.vscalefps(x, t, n);
    }

    /** r = x − n · ln 2. */
    private static void remainder(Avx512Assembler a, Vec x, Vec n) {
        a.vfnmadd231ps(x, n, all(a, LN2));
        a.vfnmadd231ps(x, n, all(a, LN2_REST));
    }

    /** t = (e^r − 1 − r) / r². */
    private static void quotient(Avx512Assembler a, Vec t, Vec r) {
        a.vbroadcastss(t, Mem.at(a.code().constant(POLYNOMIAL[0])));
        for (int i = 1; i < POLYNOMIAL.length; i++) {
            a.vfmadd213ps(t, r, all(a, POLYNOMIAL[i]));
        }
    }

    /**
     * z = x / (1 + e^−z), without overflow: with e = e^−|z| it is x / (1 + e) for z ≥ 0 and x · e /
     * (1 + e) elsewhere. Overwrites x and K2.
     */
    static void timesSigmoid(Avx512Assembler a, Vec x, Vec z, Vec t, Vec n) {
        a.vpxord(t, t, t);
        a.vcmpps(Mask.K2, z, t, 1);
        a.vpord(z, z, allBits(a, 0x8000_0000));
        exp(a, z, t, n);
        a.k(Mask.K2).vmulps(x, x, z);
        a.vaddps(z, z, all(a, 1));
        a.vdivps(z, x, z);
    }

    /**
     * x = tanh(x), relatively exact near 0 as well: with m = e^2|x| − 1 it is m / (m + 2), and m =
     * 2^n · (e^r − 1) + (2^n − 1). Error below 4 units in the last place.
     */
    static void tanh(Avx512Assembler a, Vec x, Vec sign, Vec t, Vec n, Vec u) {
        a.vpandd(sign, x, allBits(a, 0x8000_0000));
        a.vpandd(x, x, allBits(a, 0x7FFF_FFFF));
        a.vaddps(x, x, x);
        a.vbroadcastss(n, Mem.at(a.code().constant(TANH_LARGEST)));
        a.vminps(x, n, x);
        a.vmulps(n, x, all(a, LOG2_E));
        a.vrndscaleps(n, n, NEAREST);
        remainder(a, x, n);
        quotient(a, t, x);
        a.vmulps(u, x, x);
        a.vfmadd213ps(t, u, x); // r + r² · q
        a.vscalefps(t, t, n);
        a.vbroadcastss(u, Mem.at(a.code().constant(1f)));
        a.vscalefps(u, u, n);
        a.vsubps(u, u, all(a, 1));
        a.vaddps(t, t, u);
        a.vaddps(u, t, all(a, 2));
        a.vdivps(x, t, u);
        a.vpord(x, x, sign);
    }

    /** x = max(x, 0), NaN where x is. */
    static void relu(Avx512Assembler a, Vec x, Vec t) {
        a.vpxord(t, t, t);
        a.vmaxps(x, t, x);
    }
}
