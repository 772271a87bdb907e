package dev.mote.engine.sampling;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A stream of random numbers in [0, 1) whose next ones can be looked at before they are taken. */
final class Numbers {
    private static final String ALGORITHM = "L64X128MixRandom";

    private final RandomGenerator random;
    private double[] drawn = new double[16]; // a ring
    private int first;
    private int count;

    /** The stream of a seed. */
    Numbers(long seed) {
        random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
    }

    /** Takes the next number. */
    double next() {
        double number = peek(0);
        first = (first + 1) % drawn.length;
        count--;
        return number;
    }

    /** The number that will be taken after {@code ahead} others. */
    double peek(int ahead) {
        while (count <= ahead) {
            if (count == drawn.length) {
                grow();
            }
            drawn[(first + count) % drawn.length] = random.nextDouble();
            count++;
        }
        return drawn[(first + ahead) % drawn.length];
    }

    private void grow() {
        double[] larger = new double[2 * drawn.length];
        for (int i = 0; i < count; i++) {
            larger[i] = drawn[(first + i) % drawn.length];
        }
        drawn = larger;
        first = 0;
    }
}
