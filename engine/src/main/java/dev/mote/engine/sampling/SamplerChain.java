package dev.mote.engine.sampling;

import dev.mote.engine.constraint.TokenMask;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Chooses the tokens of one answer. The order of the steps is documented at {@link
 * SamplingOptions}.
 *
 * <p>Random numbers come from the JDK's L64X128MixRandom (LXM, doi:10.1145/3485525) with the given
 * seed, exactly one per token unless the temperature is 0, and every step is sequential and uses
 * StrictMath: same logits, same seed, same token, on any machine and with any number of threads.
 * Not thread-safe.
 */
public final class SamplerChain {
    private final TokenHistory history = new TokenHistory();
    private final List<LogitAdjustment> adjustments = new ArrayList<>();
    private final List<Truncation> truncations = new ArrayList<>();
    private final List<Dry> dries = new ArrayList<>();
    private final double temperature;
    private final Numbers numbers;
    private final float[] adjusted;
    private final Candidates candidates;

    /**
     * Builds the chain.
     *
     * @param options the steps; their seed is not looked at
     * @param seed of the random numbers
     * @param vocabularySize number of logits
     * @param tokenBytes the bytes a token stands for; asked only for DRY's sequence breakers
     * @throws InvalidOptionException if a logit bias names a token beyond the vocabulary
     */
    public SamplerChain(
            SamplingOptions options,
            long seed,
            int vocabularySize,
            IntFunction<byte[]> tokenBytes) {
        for (int token : options.logitBias().keySet()) {
            Checks.require(token < vocabularySize, "logitBias", token, "below " + vocabularySize);
        }
        if (!options.logitBias().isEmpty()) {
            adjustments.add(new LogitBias(options.logitBias()));
        }
        if (options.penalties().active()) {
            adjustments.add(new Penalties(options.penalties(), history));
        }
        if (options.dry().active()) {
            Dry dry = new Dry(options.dry(), history, tokenBytes);
            adjustments.add(dry);
            dries.add(dry);
        }
        addTruncations(options);
        temperature = options.temperature();
        numbers = new Numbers(seed);
        adjusted = new float[vocabularySize];
        candidates = new Candidates(vocabularySize);
    }

    private void addTruncations(SamplingOptions options) {
        boolean typical = options.typicalP() < 1;
        // The likeliest token survives top-k, top-p and min-p: without typical, greedy skips them.
        boolean ranked = options.temperature() > 0 || typical;
        if (ranked && options.topK() > 0) {
            truncations.add(new TopK(options.topK()));
        }
        if (typical) {
            truncations.add(new Typical(options.typicalP()));
        }
        if (ranked && options.topP() < 1) {
            truncations.add(new TopP(options.topP()));
        }
        if (ranked && options.minP() > 0) {
            truncations.add(new MinP(options.minP()));
        }
    }

    /** Notes a token of the prompt or the answer, for penalties and DRY. */
    public void accept(int token) {
        history.add(token);
        for (Dry dry : dries) {
            dry.accept(token);
        }
    }

    /**
     * Chooses a token. The logits are not changed; the choice is not noted, see {@link #accept}.
     *
     * @param logits raw logits, one per token id
     * @throws SamplingException if a logit is not finite or every token is masked
     */
    public int sample(float[] logits) {
        return sample(logits, null);
    }

    /**
     * As {@link #sample(float[])}, among some tokens only: the others are left out before anything
     * is truncated, so the probabilities of those that are left add up to 1.
     */
    public int sample(float[] logits, @Nullable TokenMask allowed) {
        keepPossible(logits, allowed);
        return temperature == 0 ? likeliest() : draw(numbers.next());
    }

    /**
     * Guesses a token from another model's logits, as {@link #sample(float[], TokenMask)} would
     * choose it after {@code ahead} further tokens: with the same steps and the random number that
     * it will use then. So the guess comes true wherever both models think alike, and what comes
     * true does not depend on the guess. No random number is used up.
     */
    public int guess(float[] logits, @Nullable TokenMask allowed, int ahead) {
        keepPossible(logits, allowed);
        return temperature == 0 ? likeliest() : draw(numbers.peek(ahead));
    }

    /** What was noted up to some point. */
    public static final class Mark {
        private final int historySize;
        private final List<Dry.Mark> dries;

        private Mark(int historySize, List<Dry.Mark> dries) {
            this.historySize = historySize;
            this.dries = dries;
        }
    }

    /** Remembers what was noted so far. */
    public Mark mark() {
        return new Mark(history.size(), dries.stream().map(Dry::mark).toList());
    }

    /** Forgets what was noted since {@code mark}. */
    public void rewind(Mark mark) {
        history.truncate(mark.historySize);
        for (int i = 0; i < dries.size(); i++) {
            dries.get(i).rewind(mark.dries.get(i));
        }
    }

    /** Leaves the tokens that the steps before the draw leave. */
    private void keepPossible(float[] logits, @Nullable TokenMask allowed) {
        checkFinite(logits);
        System.arraycopy(logits, 0, adjusted, 0, adjusted.length);
        for (LogitAdjustment adjustment : adjustments) {
            adjustment.adjust(adjusted);
        }
        if (allowed != null) {
            allowed.apply(adjusted);
        }
        candidates.load(adjusted);
        if (candidates.size() == 0) {
            throw new SamplingException(
                    "all %d tokens are masked; allow at least one".formatted(adjusted.length));
        }
        for (Truncation truncation : truncations) {
            truncation.truncate(candidates);
        }
    }

    private static void checkFinite(float[] logits) {
        for (int id = 0; id < logits.length; id++) {
            if (!Float.isFinite(logits[id])) {
                throw new SamplingException(
                        "the logit of token %d is %s; the model file is damaged or the model overflowed"
                                .formatted(id, logits[id]));
            }
        }
    }

    private int likeliest() {
        int best = 0;
        for (int i = 1; i < candidates.size(); i++) {
            double difference = candidates.logit(i) - candidates.logit(best);
            if (difference > 0 || (difference == 0 && candidates.id(i) < candidates.id(best))) {
                best = i;
            }
        }
        return candidates.id(best);
    }

    private int draw(double number) {
        candidates.divide(temperature);
        double[] probabilities = candidates.probabilities();
        double left = number;
        for (int i = 0; i < candidates.size(); i++) {
            left -= probabilities[i];
            if (left < 0) {
                return candidates.id(i);
            }
        }
        // Rounding can leave a remainder of about 1e-16 after the last candidate.
        return likeliest();
    }
}
