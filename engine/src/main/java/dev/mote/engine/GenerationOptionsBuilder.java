package dev.mote.engine;

import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.sampling.DryOptions;
import dev.mote.engine.sampling.PenaltyOptions;
import dev.mote.engine.sampling.SamplingOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sets single values of {@link GenerationOptions}; ranges are checked by {@link #build()}. The
 * meaning of each value is documented at {@link GenerationOptions} and {@link SamplingOptions}.
 */
public final class GenerationOptionsBuilder {
    private int maxTokens;
    private List<String> stops;
    private int logprobs;
    private OverflowPolicy overflow;
    private int keepTokens;
    private Constraint constraint;
    private List<AdapterChoice> adapters;
    private Speculation speculation;
    private String cacheSalt;
    private Priority priority;
    private Duration timeLimit;
    private double temperature;
    private int topK;
    private double topP;
    private double minP;
    private double typicalP;
    private double repetitionPenalty;
    private double frequencyPenalty;
    private double presencePenalty;
    private int penaltyWindow;
    private DryOptions dry;
    private Map<Integer, Double> logitBias;
    private OptionalLong seed;

    GenerationOptionsBuilder(GenerationOptions start) {
        maxTokens = start.maxTokens();
        stops = start.stops();
        logprobs = start.logprobs();
        overflow = start.overflow();
        keepTokens = start.keepTokens();
        constraint = start.constraint();
        adapters = start.adapters();
        speculation = start.speculation();
        cacheSalt = start.cacheSalt();
        priority = start.priority();
        timeLimit = start.timeLimit();
        SamplingOptions sampling = start.sampling();
        temperature = sampling.temperature();
        topK = sampling.topK();
        topP = sampling.topP();
        minP = sampling.minP();
        typicalP = sampling.typicalP();
        repetitionPenalty = sampling.penalties().repetition();
        frequencyPenalty = sampling.penalties().frequency();
        presencePenalty = sampling.penalties().presence();
        penaltyWindow = sampling.penalties().window();
        dry = sampling.dry();
        logitBias = new HashMap<>(sampling.logitBias());
        seed = sampling.seed();
    }

    /** Most tokens of the answer; 0 for as many as the context holds. */
    public GenerationOptionsBuilder maxTokens(int value) {
        maxTokens = value;
        return this;
    }

    /** Texts that end the answer and are not part of it. */
    public GenerationOptionsBuilder stops(String... values) {
        stops = List.of(values);
        return this;
    }

    /** How many likeliest tokens to report with each token; −1 for no log-probabilities. */
    public GenerationOptionsBuilder logprobs(int value) {
        logprobs = value;
        return this;
    }

    /** What happens when prompt and answer do not fit. */
    public GenerationOptionsBuilder overflow(OverflowPolicy value) {
        overflow = value;
        return this;
    }

    /** Tokens at the beginning of the prompt that SHIFT keeps, besides BOS. */
    public GenerationOptionsBuilder keepTokens(int value) {
        keepTokens = value;
        return this;
    }

    /** What the answer must look like. */
    public GenerationOptionsBuilder constraint(Constraint value) {
        constraint = value;
        return this;
    }

    /**
     * Uses an adapter, besides those named before.
     *
     * @param name under which {@link Model#loadAdapter} loaded it
     * @param scale how strongly it acts: 1 as trained
     */
    public GenerationOptionsBuilder adapter(String name, double scale) {
        adapters = new ArrayList<>(adapters);
        adapters.add(new AdapterChoice(name, scale));
        return this;
    }

    /** Uses exactly these adapters. */
    public GenerationOptionsBuilder adapters(List<AdapterChoice> values) {
        adapters = values;
        return this;
    }

    /** Guesses tokens ahead; the text does not depend on it. */
    public GenerationOptionsBuilder speculation(Speculation value) {
        speculation = value;
        return this;
    }

    /** Whose turn comes first where not all answers can be computed at once. */
    public GenerationOptionsBuilder priority(Priority value) {
        priority = value;
        return this;
    }

    /** Time from the call to the end of the answer; zero for as long as it takes. */
    public GenerationOptionsBuilder timeLimit(Duration value) {
        timeLimit = value;
        return this;
    }

    /** Always the likeliest token: temperature 0. */
    public GenerationOptionsBuilder greedy() {
        return temperature(0);
    }

    /** Divides the logits; 0 for greedy. */
    public GenerationOptionsBuilder temperature(double value) {
        temperature = value;
        return this;
    }

    /** Keeps the k likeliest; 0 for all. */
    public GenerationOptionsBuilder topK(int value) {
        topK = value;
        return this;
    }

    /** Keeps the likeliest whose probability reaches p; 1 for all. */
    public GenerationOptionsBuilder topP(double value) {
        topP = value;
        return this;
    }

    /** Keeps those at least this times as likely as the likeliest; 0 for all. */
    public GenerationOptionsBuilder minP(double value) {
        minP = value;
        return this;
    }

    /** Keeps the locally typical whose probability reaches p; 1 for all. */
    public GenerationOptionsBuilder typicalP(double value) {
        typicalP = value;
        return this;
    }

    /** Divides positive and multiplies negative logits of tokens that occurred; 1 for none. */
    public GenerationOptionsBuilder repetitionPenalty(double value) {
        repetitionPenalty = value;
        return this;
    }

    /** Subtracted per occurrence; 0 for none. */
    public GenerationOptionsBuilder frequencyPenalty(double value) {
        frequencyPenalty = value;
        return this;
    }

    /** Subtracted once from tokens that occurred; 0 for none. */
    public GenerationOptionsBuilder presencePenalty(double value) {
        presencePenalty = value;
        return this;
    }

    /** How many of the latest tokens the three penalties look at; −1 for all. */
    public GenerationOptionsBuilder penaltyWindow(int value) {
        penaltyWindow = value;
        return this;
    }

    /** The penalty for repeated sequences. */
    public GenerationOptionsBuilder dry(DryOptions value) {
        dry = value;
        return this;
    }

    /** Adds to the logit of one token; −infinity forbids it. */
    public GenerationOptionsBuilder logitBias(int token, double bias) {
        logitBias.put(token, bias);
        return this;
    }

    /** Who shares beginnings of prompts in memory: generations of the same salt. */
    public GenerationOptionsBuilder cacheSalt(String value) {
        cacheSalt = value;
        return this;
    }

    /** Seed of the random numbers. */
    public GenerationOptionsBuilder seed(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    /**
     * The options.
     *
     * @throws dev.mote.engine.sampling.InvalidOptionException naming the first value out of range
     */
    public GenerationOptions build() {
        return new GenerationOptions(
                maxTokens,
                new SamplingOptions(
                        temperature,
                        topK,
                        topP,
                        minP,
                        typicalP,
                        new PenaltyOptions(
                                repetitionPenalty,
                                frequencyPenalty,
                                presencePenalty,
                                penaltyWindow),
                        dry,
                        logitBias,
                        seed),
                stops,
                logprobs,
                overflow,
                keepTokens,
                constraint,
                adapters,
                speculation,
                cacheSalt,
                priority,
                timeLimit);
    }
}
