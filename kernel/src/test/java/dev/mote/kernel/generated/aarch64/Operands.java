package dev.mote.kernel.generated.aarch64;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

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

    static List<float[]> tokens(Random random, int count, int columns, float scale) {
        return IntStream.range(0, count).mapToObj(t -> gaussian(random, columns, scale)).toList();
    }
}
