package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;

import java.util.Arrays;

/**
 * Shorter vectors of embedding models that were trained to put what matters first (Matryoshka
 * representation learning, arXiv:2205.13147).
 */
public final class Matryoshka {
    private Matryoshka() {}

    /**
     * The first dimensions, brought back to length 1.
     *
     * @param vector as the model made it; not changed
     * @throws InvalidOptionException if it has fewer
     */
    public static float[] first(float[] vector, int dimensions) {
        if (dimensions < 1 || dimensions > vector.length) {
            throw new InvalidOptionException(
                    "dimensions",
                    dimensions,
                    "1 to %d, for so many have the model's vectors".formatted(vector.length));
        }
        float[] cut = Arrays.copyOf(vector, dimensions);
        double squares = 0;
        for (float value : cut) {
            squares += (double) value * value;
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < cut.length; i++) {
            cut[i] = (float) (cut[i] * scale);
        }
        return cut;
    }
}
