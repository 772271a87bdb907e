package dev.mote.model.conformance;

import dev.mote.kernel.BlockType;

/**
 * How far results may be from the reference. The bounds are those of the goldens' README: about
 * twice the spread measured between independent implementations of the same rounding.
 *
 * @param name for messages
 * @param kvType how keys and values are kept
 * @param maxAbs bound on any logit
 * @param meanKl bound on the mean divergence
 * @param top1 bound on the share of equal argmaxes
 * @param embedding bound on any value of an embedding
 * @param cosine bound on the cosine of embeddings
 */
public record Tolerance(
        String name,
        BlockType kvType,
        double maxAbs,
        double meanKl,
        double top1,
        double embedding,
        double cosine) {
    /** Everything in F32: five times stricter than the README's bound. */
    public static final Tolerance F32 =
            new Tolerance("F32", BlockType.F32, 2e-4, 1e-8, 1, 1e-4, 0.999999);

    /** Keys and values rounded to F16. */
    public static final Tolerance F16_CACHE =
            new Tolerance("F16 cache", BlockType.F16, 0.15, 2e-4, 0, 2e-3, 0.9999);

    /** Activations rounded to 8 bits for quantised weights. */
    public static final Tolerance QUANTISED =
            new Tolerance("8-bit activations", BlockType.F32, 1.0, 0.01, 0.85, 2e-3, 0.9999);

    /** Keys and values rounded to 8 bits: no measured spread, so the loosest of the bounds. */
    public static final Tolerance Q8_CACHE =
            new Tolerance("Q8_0 cache", BlockType.Q8_0, 1.0, 0.01, 0.85, 2e-3, 0.9999);

    /** Fails, saying by how much and where, if the difference is out of bounds. */
    void require(
            String what, Difference difference, float[] computed, float[] reference, int width) {
        if (difference.maxAbs() <= maxAbs
                && difference.meanKl() <= meanKl
                && difference.top1() >= top1) {
            return;
        }
        int at = difference.row() * width + difference.column();
        throw new AssertionError(
                "%s (%s): largest difference %.3g at position %d, token %d: computed %.6f, reference %.6f; mean KL %.3g, equal argmax %.3f; allowed %.3g, %.3g, %.3f"
                        .formatted(
                                what,
                                name,
                                difference.maxAbs(),
                                difference.row(),
                                difference.column(),
                                computed[at],
                                reference[at],
                                difference.meanKl(),
                                difference.top1(),
                                maxAbs,
                                meanKl,
                                top1));
    }
}
