package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;

/**
 * The exponential and what is made of it, four floats at a time. V16 to V31 hold constants and
 * intermediate values.
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

    private static final V[] COEFFICIENTS = {V.V16, V.V17, V.V18, V.V19, V.V20};
    private static final V LOG2_E = V.V21;
    private static final V LN2 = V.V22;
    private static final V LN2_REST = V.V23;
    private static final V ONE = V.V24;
    private static final V LARGEST = V.V25;
    private static final V SMALLEST = V.V26;
    private static final V BIAS = V.V27;

    private static final V N = V.V28;
    private static final V P = V.V29;
    private static final V T = V.V30;
    private static final V U = V.V31;

    private final Aarch64Assembler a;

    /** Loads the constants. */
    Functions(Aarch64Assembler a) {
        this.a = a;
        for (int i = 0; i < POLYNOMIAL.length; i++) {
            all(COEFFICIENTS[i], POLYNOMIAL[i]);
        }
        all(LOG2_E, 0x1.715476p0f);
        all(LN2, 0x1.62e43p-1f);
        all(LN2_REST, -0x1.05c61p-29f);
        a.fmov(ONE, 1);
        all(LARGEST, 89); // above, e^x is infinite
        all(SMALLEST, -105); // below, e^x is 0
        a.moviWord(BIAS, 127, 0);
    }

    /** The same float in all lanes. */
    void all(V d, float value) {
        int bits = Float.floatToRawIntBits(value);
        a.ldr(d, a.constant(Bytes.ofWords(bits, bits, bits, bits)));
    }

    /** x = e^x, for all floats: 0 for −∞, ∞ for ∞, NaN for NaN. */
    void exp(V x) {
        a.fmin(x, x, LARGEST);
        a.fmax(x, x, SMALLEST);
        reduce(x);
        quotient(x);
        a.mov(T, ONE);
        a.fmla(T, x, P); // 1 + r · q
        a.mov(P, ONE);
        a.fmla(P, x, T);
        // Two factors, so that neither leaves the range of normal numbers.
        a.sshr(S4, T, N, 1);
        a.sub(S4, U, N, T);
        powerOfTwo(T);
        powerOfTwo(U);
        a.fmul(P, P, T);
        a.fmul(x, P, U);
    }

    /** N = round(x / ln 2), x = x − N · ln 2. */
    private void reduce(V x) {
        a.fmul(N, x, LOG2_E);
        a.fcvtns(N, N);
        a.scvtf(T, N);
        a.fmls(x, T, LN2);
        a.fmls(x, T, LN2_REST);
    }

    /** P = (e^r − 1 − r) / r². */
    private void quotient(V r) {
        V from = P;
        V to = T;
        a.mov(from, COEFFICIENTS[0]);
        for (int i = 1; i < COEFFICIENTS.length; i++) {
            a.mov(to, COEFFICIENTS[i]);
            a.fmla(to, from, r);
            V swap = from;
            from = to;
            to = swap;
        } // after an even number of steps the result is in P again
    }

    /** n = 2^n, for whole n from −126 to 127. */
    private void powerOfTwo(V n) {
        a.add(S4, n, n, BIAS);
        a.shl(S4, n, n, 23);
    }

    /**
     * z = x / (1 + e^−z), without overflow: with e = e^−|z| it is x / (1 + e) for z ≥ 0 and x · e /
     * (1 + e) elsewhere.
     *
     * @param negative overwritten, as x is
     */
    void timesSigmoid(V x, V z, V negative) {
        a.fcmltZero(negative, z);
        a.fabs(z, z);
        a.fneg(z, z);
        exp(z);
        a.fmul(T, x, z);
        a.bit(x, T, negative);
        a.fadd(z, z, ONE);
        a.fdiv(z, x, z);
    }

    /**
     * x = tanh(x), relatively exact near 0 as well: with m = e^2|x| − 1 it is m / (m + 2), and m =
     * 2^n · (e^r − 1) + (2^n − 1). Error below 4 units in the last place.
     *
     * @param y overwritten
     */
    void tanh(V x, V y) {
        a.fabs(y, x);
        a.fadd(y, y, y);
        a.fmov(T, 30); // beyond it the result is 1
        a.fmin(y, y, T);
        reduce(y);
        quotient(y);
        a.fmul(T, y, y);
        a.fmla(y, T, P); // e^r − 1
        powerOfTwo(N);
        a.fsub(T, N, ONE);
        a.fmla(T, y, N);
        a.fmov(U, 2);
        a.fadd(U, T, U);
        a.fdiv(T, T, U);
        a.moviWord(U, 0x80, 24);
        a.bit(T, x, U);
        a.mov(x, T);
    }
}
