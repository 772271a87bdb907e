package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.FloatMatrix;

import java.lang.foreign.Arena;
import java.util.Random;

/** Seeded operands, ordinary and extreme, and their comparison. */
final class Samples {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        1e-40f,
        1e-20f,
        -1e20f,
        3e38f,
        -Float.MAX_VALUE,
        88.5f,
        -88.5f,
        -20f,
        0.5f,
        -0.49999997f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    /** Error that a result may have. */
    interface Bound {
        double at(int row, int column, double expected);
    }

    private Samples() {}

    static FloatMatrix normal(Arena arena, long seed, int rows, int columns) {
        return fill(FloatMatrix.allocate(arena, rows, columns), new Random(seed), 0);
    }

    /** One value in four is special; {@code specials} limits which. */
    static FloatMatrix extreme(Arena arena, long seed, int rows, int columns, int specials) {
        return fill(FloatMatrix.allocate(arena, rows, columns), new Random(seed), specials);
    }

    /** All specials. */
    static int all() {
        return SPECIAL.length;
    }

    /** Specials that are finite. */
    static int finite() {
        return SPECIAL.length - 3;
    }

    private static FloatMatrix fill(FloatMatrix matrix, Random random, int specials) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                float value = (float) (random.nextGaussian() * 3);
                if (specials > 0 && random.nextInt(4) == 0) {
                    value = SPECIAL[random.nextInt(specials)];
                }
                matrix.set(row, column, value);
            }
        }
        return matrix;
    }

    static FloatMatrix copy(Arena arena, FloatMatrix source) {
        FloatMatrix copy = FloatMatrix.allocate(arena, source.rows(), source.columns());
        copy.copyFrom(source);
        return copy;
    }

    static void assertWithin(String what, FloatMatrix actual, FloatMatrix expected, Bound bound) {
        for (int row = 0; row < expected.rows(); row++) {
            for (int column = 0; column < expected.columns(); column++) {
                float e = expected.get(row, column);
                float a = actual.get(row, column);
                boolean same = Float.compare(a, e) == 0 || a == e;
                double error = Math.abs((double) a - e);
                if (!same && !(error <= bound.at(row, column, e))) {
                    assertThat(a)
                            .as(
                                    "%s [%d, %d] of %s, allowed %g",
                                    what, row, column, expected, bound.at(row, column, e))
                            .isEqualTo(e);
                }
            }
        }
    }
}
