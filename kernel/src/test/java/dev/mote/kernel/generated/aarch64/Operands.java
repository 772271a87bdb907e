package dev.mote.kernel.generated.aarch64;

import java.util.Random;

/** Seeded operands. */
final class Operands {
    private Operands() {}

    static float[] gaussian(Random random, int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }
}
