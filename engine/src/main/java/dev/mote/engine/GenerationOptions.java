package dev.mote.engine;

import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.sampling.SamplingOptions;

import java.time.Duration;
import java.util.List;

/**
 * How an answer is generated. {@link #builder()} sets single values.
 *
 * @param maxTokens most tokens of the answer; 0 for as many as the context holds
 * @param sampling how each token is chosen
 * @param stops texts that end the answer and are not part of it
 * @param logprobs how many likeliest tokens to report with each token; −1 for no log-probabilities
 *     at all
 * @param overflow what happens when prompt and answer do not fit
 * @param keepTokens tokens at the beginning of the prompt that SHIFT keeps, besides BOS; in a chat
 *     the system prompt is kept anyway
 * @param constraint what the answer must look like, {@link Constraint#none()} for anything
 * @param adapters changes of the model for this answer; empty for the model as it is
 * @param speculation how tokens are guessed ahead; the text does not depend on it
 * @param cacheSalt beginnings of prompts are shared in memory with generations of the same salt
 *     only, so that no other caller can tell, by how long an answer takes, what a prompt began with
 * @param priority against other answers of the model, where not all can be computed at once
 * @param timeLimit from the call to the end of the answer, which then is {@link
 *     FinishReason#TIME_LIMIT}; zero for no limit. Of equal priorities the nearer end goes first
 */
public record GenerationOptions(
        int maxTokens,
        SamplingOptions sampling,
        List<String> stops,
        int logprobs,
        OverflowPolicy overflow,
        int keepTokens,
        Constraint constraint,
        List<AdapterChoice> adapters,
        Speculation speculation,
        String cacheSalt,
        Priority priority,
        Duration timeLimit) {
    /** As many tokens as fit, default sampling, no stops, errors on overflow. */
    public static final GenerationOptions DEFAULT =
            new GenerationOptions(
                    0,
                    SamplingOptions.DEFAULT,
                    List.of(),
                    -1,
                    OverflowPolicy.ERROR,
                    0,
                    Constraint.none(),
                    List.of(),
                    Speculation.none(),
                    "",
                    Priority.NORMAL,
                    Duration.ZERO);

    /** As {@link #DEFAULT}, but always the likeliest token. */
    public static final GenerationOptions GREEDY = DEFAULT.withSampling(SamplingOptions.GREEDY);

    private static final int STOPS_MAX = 64;
    private static final int TIME_LIMIT_DAYS_MAX = 365;
    private static final int ADAPTERS_MAX = 16;
    private static final int STOP_LENGTH_MAX = 1024;
    private static final int LOGPROBS_MAX = 1000;
    private static final int SALT_LENGTH_MAX = 1024;

    /** Checks the ranges and copies the lists. */
    public GenerationOptions {
        stops = List.copyOf(stops);
        adapters = List.copyOf(adapters);
        require(maxTokens >= 0, "maxTokens", maxTokens, "0 (as many as fit) or more");
        require(stops.size() <= STOPS_MAX, "number of stops", stops.size(), "at most " + STOPS_MAX);
        for (String stop : stops) {
            require(
                    !stop.isEmpty() && stop.length() <= STOP_LENGTH_MAX,
                    "length of a stop",
                    stop.length(),
                    "1 to " + STOP_LENGTH_MAX);
        }
        require(
                logprobs >= -1 && logprobs <= LOGPROBS_MAX,
                "logprobs",
                logprobs,
                "-1 (none) to " + LOGPROBS_MAX);
        require(
                adapters.size() <= ADAPTERS_MAX,
                "number of adapters",
                adapters.size(),
                "at most " + ADAPTERS_MAX);
        require(
                cacheSalt.length() <= SALT_LENGTH_MAX,
                "length of the cache salt",
                cacheSalt.length(),
                "at most " + SALT_LENGTH_MAX);
        require(
                !timeLimit.isNegative() && timeLimit.toDays() < TIME_LIMIT_DAYS_MAX,
                "timeLimit",
                timeLimit,
                "zero (none) to a year");
        require(keepTokens >= 0, "keepTokens", keepTokens, "0 or more");
    }

    private static void require(boolean holds, String option, Object found, String expected) {
        if (!holds) {
            throw new InvalidOptionException(option, found, expected);
        }
    }

    /** Starts from {@link #DEFAULT}. */
    public static GenerationOptionsBuilder builder() {
        return new GenerationOptionsBuilder(DEFAULT);
    }

    /** Starts from these options. */
    public GenerationOptionsBuilder toBuilder() {
        return new GenerationOptionsBuilder(this);
    }

    /** As these, with other sampling. */
    public GenerationOptions withSampling(SamplingOptions newSampling) {
        return new GenerationOptions(
                maxTokens,
                newSampling,
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
