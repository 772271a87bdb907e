package dev.mote.model.blueprint;

import dev.mote.kernel.RopeTable;
import dev.mote.model.graph.Rope;

import org.jspecify.annotations.Nullable;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Builds rotation tables from metadata: base frequency, rotated width, and the ways to stretch them
 * to longer contexts.
 *
 * <p>Linear interpolation (arXiv:2306.15595), YaRN (arXiv:2309.00071, section 3: "NTK-by-parts" and
 * the attention temperature), frequency factors given as a tensor (Llama 3.1), and the short and
 * long factors of LongRoPE (arXiv:2402.13753). Computed in double precision, rounded once.
 */
final class RopeReader {
    private static final String FACTORS = "rope_freqs.weight";
    private static final String LONG_FACTORS = "rope_factors_long.weight";
    private static final String SHORT_FACTORS = "rope_factors_short.weight";

    private final Hyperparameters hyperparameters;
    private final Weights weights;
    private final RopeTable.Pairing pairing;
    private final int rotated;

    RopeReader(
            Hyperparameters hyperparameters, Weights weights, RopeTable.Pairing pairing, int size) {
        this.hyperparameters = hyperparameters;
        this.weights = weights;
        this.pairing = pairing;
        rotated =
                hyperparameters.integer(
                        "rope.dimension_count", 2, Math.max(2, size), OptionalInt.of(size));
        if (rotated > size || rotated % 2 != 0) {
            throw hyperparameters.invalid(
                    "rope.dimension_count",
                    "is %d, expected an even number up to the head size %d"
                            .formatted(rotated, size));
        }
    }

    /** The model's rope with all the stretching the file asks for. */
    Rope scaled() {
        double base = base();
        double[] frequencies = frequencies(base);
        double magnitude = hyperparameters.number("rope.scaling.attn_factor", 1);
        switch (hyperparameters.text("rope.scaling.type", "linear")) {
            case "linear" -> interpolate(frequencies, factor());
            case "yarn" -> magnitude *= yarn(frequencies, base, factor());
            case "none", "longrope" -> {} // LongRoPE's factors come as tensors
            default ->
                    throw hyperparameters.invalid(
                            "rope.scaling.type",
                            "is '%s', this build knows none, linear, yarn, longrope"
                                    .formatted(hyperparameters.text("rope.scaling.type", "")));
        }
        if (weights.has(LONG_FACTORS) || weights.has(SHORT_FACTORS)) {
            int original =
                    hyperparameters.integer(
                            "rope.scaling.original_context_length",
                            1,
                            Integer.MAX_VALUE,
                            OptionalInt.of(hyperparameters.contextLength()));
            return new Rope(
                    table(divided(frequencies, SHORT_FACTORS), magnitude),
                    table(divided(frequencies, LONG_FACTORS), magnitude),
                    original);
        }
        return Rope.of(
                table(
                        weights.has(FACTORS) ? divided(frequencies, FACTORS) : frequencies,
                        magnitude));
    }

    /** A rope of the same width without stretching, with the base under {@code key} if present. */
    Rope plain(@Nullable String key, OptionalDouble fallback) {
        double base = key == null ? base() : (double) hyperparameters.positive(key, fallback);
        return Rope.of(table(frequencies(base), 1));
    }

    private double base() {
        return hyperparameters.positive("rope.freq_base", OptionalDouble.of(10000));
    }

    private double factor() {
        // Files from before 2024 have a key of their own for the only scheme there was.
        float older = hyperparameters.number("rope.scale_linear", 0);
        float factor = hyperparameters.number("rope.scaling.factor", older);
        if (factor < 0) {
            throw hyperparameters.invalid(
                    "rope.scaling.factor", "is %s, expected a positive number".formatted(factor));
        }
        return factor == 0 ? 1 : factor;
    }

    private double[] frequencies(double base) {
        double[] frequencies = new double[rotated / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / rotated);
        }
        return frequencies;
    }

    private static void interpolate(double[] frequencies, double factor) {
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factor;
        }
    }

    /** Stretches slow pairs, leaves fast ones, blends between; gives the magnitude. */
    private double yarn(double[] frequencies, double base, double factor) {
        int original =
                hyperparameters.integer(
                        "rope.scaling.original_context_length",
                        1,
                        Integer.MAX_VALUE,
                        OptionalInt.of(hyperparameters.contextLength()));
        double betaFast =
                hyperparameters.positive("rope.scaling.yarn_beta_fast", OptionalDouble.of(32));
        double betaSlow =
                hyperparameters.positive("rope.scaling.yarn_beta_slow", OptionalDouble.of(1));
        if (!(base > 1)) {
            throw hyperparameters.invalid(
                    "rope.freq_base", "is %s, YaRN needs a base above 1".formatted(base));
        }
        double low = Math.max(0, Math.floor(pairOf(betaFast, base, original)));
        double high = Math.min(rotated - 1, Math.ceil(pairOf(betaSlow, base, original)));
        for (int i = 0; i < frequencies.length; i++) {
            double ramp = (i - low) / Math.max(0.001, high - low);
            double stretched = Math.clamp(ramp, 0.0, 1.0);
            frequencies[i] = frequencies[i] * (stretched / factor + (1 - stretched));
        }
        return factor <= 1 ? 1 : 1 + 0.1 * Math.log(factor);
    }

    /** The pair that turns {@code rotations} times within the original context. */
    private double pairOf(double rotations, double base, int original) {
        return rotated * Math.log(original / (rotations * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private double[] divided(double[] frequencies, String tensor) {
        float[] factors = new float[frequencies.length];
        weights.vector(tensor, factors.length, "%d rotated values".formatted(rotated))
                .copyRow(0, factors, 0);
        double[] divided = new double[frequencies.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = frequencies[i] / factors[i];
        }
        return divided;
    }

    private RopeTable table(double[] frequencies, double magnitude) {
        float[] rounded = new float[frequencies.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) frequencies[i];
        }
        return RopeTable.of(pairing, rounded, (float) magnitude);
    }
}
