package dev.mote.engine.sampling;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How the next token is chosen from the logits.
 *
 * <p>The steps run in this order, the usual one of llama.cpp: logit bias, repetition, frequency and
 * presence penalties, DRY, top-k, typical, top-p, min-p, temperature, draw. Every truncating step
 * keeps at least one token.
 *
 * @param temperature divides the logits; 0 takes the likeliest survivor (the lowest id of equals)
 * @param topK keeps the k likeliest; 0 for all
 * @param topP keeps the fewest likeliest whose probability reaches p (nucleus, arXiv:1904.09751); 1
 *     for all
 * @param minP keeps those at least minP times as likely as the likeliest (arXiv:2407.01082); 0 for
 *     all
 * @param typicalP keeps the fewest whose surprise is nearest to the entropy and whose probability
 *     reaches p (locally typical, arXiv:2202.00666); 1 for all
 * @param penalties for tokens that occurred before
 * @param dry for sequences that occurred before
 * @param logitBias added to the logits of tokens by id; −infinity forbids a token
 * @param seed of the random numbers; empty for a fresh one in each generation
 */
public record SamplingOptions(
        double temperature,
        int topK,
        double topP,
        double minP,
        double typicalP,
        PenaltyOptions penalties,
        DryOptions dry,
        Map<Integer, Double> logitBias,
        OptionalLong seed) {
    /** Temperature 0.8, top-k 40, top-p 0.95, min-p 0.05, nothing else. */
    public static final SamplingOptions DEFAULT =
            new SamplingOptions(
                    0.8,
                    40,
                    0.95,
                    0.05,
                    1,
                    PenaltyOptions.NONE,
                    DryOptions.NONE,
                    Map.of(),
                    OptionalLong.empty());

    /** Always the likeliest token. */
    public static final SamplingOptions GREEDY =
            new SamplingOptions(
                    0,
                    0,
                    1,
                    0,
                    1,
                    PenaltyOptions.NONE,
                    DryOptions.NONE,
                    Map.of(),
                    OptionalLong.empty());

    /** Checks the ranges and copies the bias. */
    public SamplingOptions {
        Checks.require(
                temperature >= 0 && temperature <= 100,
                "temperature",
                temperature,
                "between 0 (greedy) and 100");
        Checks.require(topK >= 0, "topK", topK, "0 (all) or more");
        Checks.require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        Checks.require(minP >= 0 && minP <= 1, "minP", minP, "between 0 and 1");
        Checks.require(
                typicalP > 0 && typicalP <= 1, "typicalP", typicalP, "above 0 and at most 1");
        logitBias = Map.copyOf(logitBias);
        for (Map.Entry<Integer, Double> bias : logitBias.entrySet()) {
            Checks.require(
                    bias.getKey() >= 0, "logitBias", bias.getKey(), "given for ids of 0 or more");
            Checks.require(
                    Math.abs(bias.getValue()) <= 1e6 || bias.getValue() == Double.NEGATIVE_INFINITY,
                    "logitBias of token " + bias.getKey(),
                    bias.getValue(),
                    "between -1e6 and 1e6, or -Infinity");
        }
    }
}
