package dev.mote.cli;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.OverflowPolicy;
import dev.mote.engine.sampling.DryOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Options of generation, shared by {@code run} and {@code chat}. */
final class SamplingMixin implements PlainLine.Options {
    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "Most tokens of an answer; 0 for as many as fit. Default: 0.")
    int maxTokens;

    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "X",
            description =
                    "Divides the logits: below 1 is bolder, above is wilder, 0 always takes the"
                            + " likeliest token. Default: 0.8.")
    @Nullable Double temperature;

    @Option(names = "--greedy", description = "The same as --temperature 0.")
    boolean greedy;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Keep the K likeliest tokens; 0 for all. Default: 40.")
    @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description =
                    "Keep the likeliest tokens that together reach probability P; 1 for all."
                            + " Default: 0.95.")
    @Nullable Double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description =
                    "Keep tokens at least P times as likely as the likeliest; 0 for all."
                            + " Default: 0.05.")
    @Nullable Double minP;

    @Option(
            names = "--typical-p",
            paramLabel = "P",
            description =
                    "Keep locally typical tokens that together reach probability P; 1 for all."
                            + " Default: 1.")
    @Nullable Double typicalP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Makes tokens that occurred less likely; 1 for none. Default: 1.")
    @Nullable Double repetitionPenalty;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "X",
            description = "Subtracted from a token's logit for each occurrence; 0 for none.")
    @Nullable Double frequencyPenalty;

    @Option(
            names = "--presence-penalty",
            paramLabel = "X",
            description = "Subtracted once from the logit of tokens that occurred; 0 for none.")
    @Nullable Double presencePenalty;

    @Option(
            names = "--penalty-window",
            paramLabel = "N",
            description = "How many of the latest tokens the penalties look at; -1 for all.")
    @Nullable Integer penaltyWindow;

    @Option(
            names = "--dry",
            paramLabel = "X",
            description = "Strength of the penalty for repeated sequences (DRY); 0 for none.")
    @Nullable Double dryMultiplier;

    @Option(
            names = "--logit-bias",
            paramLabel = "TOKEN=BIAS",
            description = "Adds BIAS to the logit of a token id; -inf forbids it. May be repeated.")
    Map<Integer, Double> logitBias = new LinkedHashMap<>();

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before this text. May be repeated.")
    List<String> stops = List.of();

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "Seed of the random numbers: same seed, same text. Default: a new one.")
    @Nullable Long seed;

    @Option(
            names = "--on-overflow",
            paramLabel = "error|shift",
            description =
                    "When prompt and answer do not fit the context: error (default), or shift:"
                            + " drop the oldest half and go on, and say so.")
    OverflowPolicy overflow = OverflowPolicy.ERROR;

    @Override
    public boolean flag(String name) {
        if (!name.equals("--greedy")) {
            return false;
        }
        greedy = true;
        return true;
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--max-tokens" -> maxTokens = Integer.parseInt(value);
            case "--temperature" -> temperature = Double.valueOf(value);
            case "--top-k" -> topK = Integer.valueOf(value);
            case "--top-p" -> topP = Double.valueOf(value);
            case "--min-p" -> minP = Double.valueOf(value);
            case "--typical-p" -> typicalP = Double.valueOf(value);
            case "--repetition-penalty" -> repetitionPenalty = Double.valueOf(value);
            case "--frequency-penalty" -> frequencyPenalty = Double.valueOf(value);
            case "--presence-penalty" -> presencePenalty = Double.valueOf(value);
            case "--penalty-window" -> penaltyWindow = Integer.valueOf(value);
            case "--dry" -> dryMultiplier = Double.valueOf(value);
            case "--stop" -> stops = PlainLine.with(stops, value);
            case "--seed" -> seed = Long.valueOf(value);
            case "--on-overflow" ->
                    overflow = OverflowPolicy.valueOf(value.toUpperCase(Locale.ROOT));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The options as the engine takes them; it checks the ranges. */
    GenerationOptionsBuilder builder() {
        GenerationOptionsBuilder builder = GenerationOptions.builder();
        builder.maxTokens(maxTokens).overflow(overflow).stops(stops.toArray(String[]::new));
        set(temperature, builder::temperature);
        if (greedy) {
            builder.greedy();
        }
        set(topK, builder::topK);
        set(topP, builder::topP);
        set(minP, builder::minP);
        set(typicalP, builder::typicalP);
        set(repetitionPenalty, builder::repetitionPenalty);
        set(frequencyPenalty, builder::frequencyPenalty);
        set(presencePenalty, builder::presencePenalty);
        set(penaltyWindow, builder::penaltyWindow);
        set(seed, builder::seed);
        set(dryMultiplier, value -> builder.dry(DryOptions.NONE.withMultiplier(value)));
        logitBias.forEach(builder::logitBias);
        return builder;
    }

    private static <T> void set(@Nullable T value, java.util.function.Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
