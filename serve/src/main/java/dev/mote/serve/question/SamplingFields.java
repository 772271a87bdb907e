package dev.mote.serve.question;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.serve.wire.Refusal;

import java.util.List;
import java.util.Map;

/**
 * The parameters that say how tokens are chosen, alike in several APIs. What is not given is as in
 * {@link GenerationOptions#DEFAULT}.
 */
public final class SamplingFields {
    private static final double BIAS_MAX = 100;
    private static final double PENALTY_MAX = 2;
    private static final double TEMPERATURE_MAX = 2;
    private static final int SALT_LENGTH_MAX = 256;
    private static final int STOPS_MAX = 16;
    private static final int WHOLE_TEXT = -1;

    private SamplingFields() {}

    /** Reads OpenAI's parameters, and the further ones that servers of open models share. */
    public static GenerationOptionsBuilder openAi(Fields fields, int vocabularySize) {
        GenerationOptionsBuilder options = common(fields);
        stops(fields, "stop", options);
        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(options::seed);
        fields.number("frequency_penalty", -PENALTY_MAX, PENALTY_MAX)
                .ifPresent(options::frequencyPenalty);
        fields.number("presence_penalty", -PENALTY_MAX, PENALTY_MAX)
                .ifPresent(options::presencePenalty);
        fields.number("repeat_penalty", 0.01, 10).ifPresent(options::repetitionPenalty);
        fields.number("min_p", 0, 1).ifPresent(options::minP);
        fields.number("typical_p", 0.001, 1).ifPresent(options::typicalP);
        options.penaltyWindow(fields.integer("repeat_last_n", WHOLE_TEXT, 1 << 20, WHOLE_TEXT));
        bias(fields, vocabularySize, options);
        return options;
    }

    /** What every API calls by the same names. */
    public static GenerationOptionsBuilder common(Fields fields) {
        GenerationOptionsBuilder options = GenerationOptions.builder();
        fields.number("temperature", 0, TEMPERATURE_MAX).ifPresent(options::temperature);
        // 0 would keep no token at all; every API takes it for "the likeliest".
        fields.number("top_p", 0, 1).ifPresent(p -> options.topP(Math.max(p, Double.MIN_NORMAL)));
        fields.string("cache_salt").ifPresent(salt -> salt(fields, salt, options));
        fields.whole("top_k", 0, 1 << 20).ifPresent(k -> options.topK(k.intValue()));
        return options;
    }

    /** What the caller adds to its key's own salt. */
    private static void salt(Fields fields, String salt, GenerationOptionsBuilder options) {
        if (salt.length() > SALT_LENGTH_MAX) {
            throw Refusal.invalid(
                    fields.path("cache_salt"),
                    "%s has %d characters; at most %d are taken"
                            .formatted(fields.path("cache_salt"), salt.length(), SALT_LENGTH_MAX));
        }
        options.cacheSalt(salt);
    }

    /** Reads texts that end the answer. */
    public static void stops(Fields fields, String name, GenerationOptionsBuilder options) {
        List<String> stops = fields.strings(name);
        if (stops.size() > STOPS_MAX) {
            throw Refusal.invalid(
                    fields.path(name),
                    "%s has %d texts; at most %d are taken"
                            .formatted(fields.path(name), stops.size(), STOPS_MAX));
        }
        if (stops.contains("")) {
            throw Refusal.invalid(fields.path(name), fields.path(name) + " holds an empty text");
        }
        options.stops(stops.toArray(String[]::new));
    }

    private static void bias(Fields fields, int vocabularySize, GenerationOptionsBuilder options) {
        Fields bias = fields.object("logit_bias").orElse(null);
        if (bias == null) {
            return;
        }
        for (Map.Entry<String, ?> entry : bias.asMap().entrySet()) {
            String key = entry.getKey();
            if (!key.matches("\\d{1,9}") || Integer.parseInt(key) >= vocabularySize) {
                throw Refusal.invalid(
                        bias.path(key),
                        "%s: '%s' is no token id; they are 0 to %d"
                                .formatted(fields.path("logit_bias"), key, vocabularySize - 1));
            }
            bias.number(key, -BIAS_MAX, BIAS_MAX)
                    .ifPresent(value -> options.logitBias(Integer.parseInt(key), value));
        }
    }
}
