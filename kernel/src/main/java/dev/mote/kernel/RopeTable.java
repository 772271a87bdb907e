package dev.mote.kernel;

/**
 * Rotation angles of rotary position embeddings (RoFormer, arXiv:2104.09864, equation 34).
 *
 * <p>Pair i of a head at position p is turned by p · inverseFrequency[i] and scaled by {@code
 * magnitude}. Scaling schemes (linear, llama3, YaRN, frequency factors) are folded into the inverse
 * frequencies by whoever builds the table. Immutable; the array is copied.
 */
public final class RopeTable {
    /** How the values of a head are paired. */
    public enum Pairing {
        /** Neighbours (2i, 2i + 1), as in the original paper. */
        ADJACENT,
        /** Halves (i, i + rotated/2), as in GPT-NeoX. */
        HALVES
    }

    private final Pairing pairing;
    private final float[] inverseFrequencies;
    private final float magnitude;

    private RopeTable(Pairing pairing, float[] inverseFrequencies, float magnitude) {
        this.pairing = pairing;
        this.inverseFrequencies = inverseFrequencies;
        this.magnitude = magnitude;
    }

    /** Builds a table; 2 × inverseFrequencies.length values of each head are rotated. */
    public static RopeTable of(Pairing pairing, float[] inverseFrequencies, float magnitude) {
        return new RopeTable(pairing, inverseFrequencies.clone(), magnitude);
    }

    /** How values are paired. */
    public Pairing pairing() {
        return pairing;
    }

    /** Number of rotated pairs per head. */
    public int pairCount() {
        return inverseFrequencies.length;
    }

    /** Radians per position of pair {@code index}. */
    public float inverseFrequency(int index) {
        return inverseFrequencies[index];
    }

    /** Factor on cosine and sine (YaRN's attention temperature); 1 otherwise. */
    public float magnitude() {
        return magnitude;
    }
}
