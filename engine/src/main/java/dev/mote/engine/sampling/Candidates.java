package dev.mote.engine.sampling;

/**
 * The tokens that may still be chosen, with their logits. Starts in the order of ids; steps that
 * rank leave the survivors best first, equals in the order of ids.
 */
final class Candidates {
    private final int[] ids;
    private final double[] logits;
    private final double[] probabilities;
    private int size;

    /** Room for a vocabulary. */
    Candidates(int vocabularySize) {
        ids = new int[vocabularySize];
        logits = new double[vocabularySize];
        probabilities = new double[vocabularySize];
    }

    /** Takes every token that is not masked by a logit of −infinity. */
    void load(float[] from) {
        size = 0;
        for (int id = 0; id < from.length; id++) {
            if (from[id] > Float.NEGATIVE_INFINITY) {
                ids[size] = id;
                logits[size++] = Math.min(from[id], Float.MAX_VALUE); // adjusting can overflow
            }
        }
    }

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    double logit(int index) {
        return logits[index];
    }

    double maxLogit() {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, logits[i]);
        }
        return max;
    }

    /**
     * Softmax over the candidates; valid until they change, only the first {@link #size()} count.
     * StrictMath gives the same bits on every machine, so a seed gives the same text.
     */
    double[] probabilities() {
        double max = maxLogit();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            probabilities[i] = StrictMath.exp(logits[i] - max);
            sum += probabilities[i];
        }
        for (int i = 0; i < size; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** Divides the logits, the largest becoming 0 so that nothing overflows upwards. */
    void divide(double divisor) {
        double max = maxLogit();
        for (int i = 0; i < size; i++) {
            logits[i] = (logits[i] - max) / divisor;
        }
    }

    /** Keeps the candidates at these indices, in this order. */
    void keep(int[] indices, int count) {
        int[] keptIds = new int[count];
        double[] keptLogits = new double[count];
        for (int i = 0; i < count; i++) {
            keptIds[i] = ids[indices[i]];
            keptLogits[i] = logits[indices[i]];
        }
        System.arraycopy(keptIds, 0, ids, 0, count);
        System.arraycopy(keptLogits, 0, logits, 0, count);
        size = count;
    }

    /** Keeps those with at least this logit, without changing their order. */
    void keepAtLeast(double threshold) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (logits[i] >= threshold) {
                ids[kept] = ids[i];
                logits[kept++] = logits[i];
            }
        }
        size = kept;
    }
}
