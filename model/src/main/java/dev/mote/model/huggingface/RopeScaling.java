package dev.mote.model.huggingface;

import java.util.Locale;
import java.util.Optional;

/**
 * Rotary embeddings as {@code config.json} describes them: {@code rope_theta} beside {@code
 * rope_scaling}, or both in {@code rope_parameters} as newer checkpoints have it.
 */
final class RopeScaling {
    private final Adaptation model;
    private final Config config;
    private final String prefix;

    private RopeScaling(Adaptation model) {
        this.model = model;
        config = model.config();
        prefix = config.has("rope_parameters.rope_type") ? "rope_parameters." : "rope_scaling.";
    }

    /** Writes base frequency, rotated width and scaling. */
    static void write(Adaptation model) {
        new RopeScaling(model).write();
    }

    private void write() {
        Optional<Double> base =
                config.optionalNumber("rope_parameters.rope_theta")
                        .or(() -> config.optionalNumber("rope_theta"));
        base.ifPresent(theta -> model.put("rope.freq_base", theta));
        double fraction =
                config.number(
                        "rope_parameters.partial_rotary_factor",
                        config.number("partial_rotary_factor", 1));
        long rotated = (long) (Shape.headSize(config) * fraction);
        model.put("rope.dimension_count", rotated);
        String type = config.text(prefix + "rope_type", config.text(prefix + "type", "default"));
        switch (type.toLowerCase(Locale.ROOT)) {
            case "default", "mrope" -> {}
            case "linear" -> {
                model.put("rope.scaling.type", "linear");
                model.put("rope.scaling.factor", config.number(prefix + "factor"));
            }
            case "llama3" -> llama3(base.orElse(10000.0), checkedWidth(rotated));
            case "yarn" -> yarn();
            case "longrope", "su" -> longRope();
            default ->
                    throw config.unsupported(
                            prefix + "rope_type",
                            "is '%s', supported is default, linear, llama3, yarn, longrope"
                                    .formatted(type));
        }
    }

    private int checkedWidth(long rotated) {
        if (rotated < 2 || rotated > 1 << 14) {
            throw config.unsupported("head_dim", "gives %d rotated values".formatted(rotated));
        }
        return (int) rotated;
    }

    /**
     * Llama 3.1's scaling as divisors of the frequencies: none for wavelengths that fit the
     * original context often, the whole factor for those that do not fit, a blend between.
     */
    private void llama3(double base, int rotated) {
        double factor = config.number(prefix + "factor");
        double low = config.number(prefix + "low_freq_factor");
        double high = config.number(prefix + "high_freq_factor");
        double original = config.number(prefix + "original_max_position_embeddings");
        float[] divisors = new float[rotated / 2];
        for (int i = 0; i < divisors.length; i++) {
            double turns = original * Math.pow(base, -2.0 * i / rotated) / (2 * Math.PI);
            double blend = Math.clamp((turns - low) / (high - low), 0.0, 1.0);
            divisors[i] = (float) (1 / ((1 - blend) / factor + blend));
        }
        model.add("rope_freqs.weight", divisors);
    }

    private void yarn() {
        double factor = config.number(prefix + "factor");
        model.put("rope.scaling.type", "yarn");
        model.put("rope.scaling.factor", factor);
        originalContext(prefix + "original_max_position_embeddings");
        config.optionalNumber(prefix + "beta_fast")
                .ifPresent(beta -> model.put("rope.scaling.yarn_beta_fast", beta));
        config.optionalNumber(prefix + "beta_slow")
                .ifPresent(beta -> model.put("rope.scaling.yarn_beta_slow", beta));
        // Given as a whole here, relative to YaRN's usual temperature in our metadata.
        config.optionalNumber(prefix + "attention_factor")
                .ifPresent(whole ->
                        model.put(
                                "rope.scaling.attn_factor",
                                factor <= 1 ? whole : whole / (1 + 0.1 * Math.log(factor))));
    }

    private void longRope() {
        model.put("rope.scaling.type", "longrope");
        model.add("rope_factors_short.weight", factors("short_factor"));
        model.add("rope_factors_long.weight", factors("long_factor"));
        String key =
                config.has(prefix + "original_max_position_embeddings")
                        ? prefix + "original_max_position_embeddings"
                        : "original_max_position_embeddings";
        originalContext(key);
        double original = config.number(key, config.number("max_position_embeddings"));
        double stretch = config.number("max_position_embeddings") / original;
        double magnitude = stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original));
        model.put(
                "rope.scaling.attn_factor", config.number(prefix + "attention_factor", magnitude));
    }

    private void originalContext(String key) {
        if (config.has(key)) {
            model.put("rope.scaling.original_context_length", config.integer(key));
        }
    }

    private float[] factors(String key) {
        return config.numbers(prefix + key)
                .orElseThrow(() -> config.unsupported(prefix + key, "is missing"));
    }
}
