package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Transcendental functions of whole vectors, accurate to about one unit in the last place. */
final class VectorMath {
    private static final float LOG2_E = 1.442695f;

    /** Adding and subtracting this rounds to an integer, which then sits in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float SQRT_2_OVER_PI = 0.7978846f;

    private VectorMath() {}

    /**
     * e^x: the polynomial of expf in Cephes (S. Moshier) on [−ln 2 / 2, ln 2 / 2], times a power of
     * two. Below −87 the result is 0, above 88.7 infinite; NaN stays NaN.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-0.6933594f), x);
        r = n.fma(broadcast(2.1219444e-4f), r);
        FloatVector p = broadcast(1.9875691e-4f);
        p = p.fma(r, broadcast(0.0013981999f));
        p = p.fma(r, broadcast(0.008333452f));
        p = p.fma(r, broadcast(0.041665796f));
        p = p.fma(r, broadcast(0.16666666f));
        p = p.fma(r, broadcast(0.5f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector result = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        VectorMask<Float> small = x.compare(VectorOperators.LT, -87f);
        VectorMask<Float> large = x.compare(VectorOperators.GT, 88.7f);
        VectorMask<Float> nan = x.test(VectorOperators.IS_NAN);
        return result.blend(0f, small).blend(Float.POSITIVE_INFINITY, large).blend(x, nan);
    }

    /** tanh(x) = 1 − 2 / (e^2x + 1), exact to 1e-7 in absolute terms. */
    static FloatVector tanh(FloatVector x) {
        return broadcast(1f).sub(broadcast(2f).div(exp(x.add(x)).add(1f)));
    }

    /** x · sigmoid(x). */
    static FloatVector silu(FloatVector x) {
        return x.div(exp(x.neg()).add(1f));
    }

    /** GELU's tanh approximation, x/2 · (1 + tanh u) = x · sigmoid(2u). */
    static FloatVector gelu(FloatVector x) {
        FloatVector u = x.mul(x).mul(0.044715f).add(1f).mul(x).mul(SQRT_2_OVER_PI);
        return x.div(exp(u.mul(-2f)).add(1f));
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(F, value);
    }
}
