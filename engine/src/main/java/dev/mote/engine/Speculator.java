package dev.mote.engine;

import dev.mote.engine.constraint.ConstrainedText;
import dev.mote.engine.constraint.TokenMask;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.sampling.SamplerChain;
import dev.mote.engine.sampling.SamplingException;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.automaton.StepBudget;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Set;

/**
 * The guesses of one generation: asks a {@link Drafter}, cuts what cannot come true, and learns how
 * many to ask for.
 */
final class Speculator implements AutoCloseable {
    private static final int[] NOTHING = {};

    private final Drafter drafter;
    private final DraftLength length;

    /** What all guesses may cost, apart from the answer: a wrong one must not end it. */
    private final StepBudget steps = new StepBudget();

    private int guessed; // in the latest step
    private int confirmed; // of these
    private int guessedTotal;
    private int confirmedTotal;

    private Speculator(Drafter drafter, int draftMax) {
        this.drafter = drafter;
        length = new DraftLength(draftMax);
    }

    /**
     * What the options ask for; null for no guesses.
     *
     * @throws UnsupportedByModelException if one of the models cannot take tokens back
     * @throws InvalidOptionException if the draft model's vocabulary is another
     */
    static @Nullable Speculator of(
            Speculation speculation, ModelRuntime runtime, Sequence sequence) {
        return switch (speculation) {
            case Speculation.None() -> null;
            case Speculation.PromptLookup(int ngramMax, int draftMax) -> {
                requireTakingBack(runtime);
                yield new Speculator(new PromptLookupDrafter(ngramMax), draftMax);
            }
            case Speculation.DraftModel(Model model, int draftMax) -> {
                ModelRuntime draft = model.runtime();
                requireTakingBack(runtime);
                requireTakingBack(draft);
                if (!runtime.hasVocabularyOf(draft)) {
                    throw new InvalidOptionException(
                            "draft model",
                            "'%s'".formatted(draft.file().path().getFileName()),
                            "one with the same vocabulary as '%s'"
                                    .formatted(runtime.file().path().getFileName()));
                }
                yield new Speculator(
                        new ModelDrafter(draft, sequence.capacity(), sequence.urgency()), draftMax);
            }
        };
    }

    /** Whether {@link #of} would refuse none of the models. */
    static boolean isPossible(Speculation speculation, ModelRuntime runtime) {
        return switch (speculation) {
            case Speculation.None() -> true;
            case Speculation.PromptLookup _ -> takesBack(runtime);
            case Speculation.DraftModel(Model model, _) ->
                    takesBack(runtime)
                            && takesBack(model.runtime())
                            && runtime.hasVocabularyOf(model.runtime());
        };
    }

    private static boolean takesBack(ModelRuntime runtime) {
        return runtime.network() instanceof Network.Decoder decoder
                && decoder.model().canTruncate();
    }

    private static void requireTakingBack(ModelRuntime runtime) {
        runtime.requireDecoder();
        if (!takesBack(runtime)) {
            throw new UnsupportedByModelException(
                    "'%s' (%s) keeps only its latest inputs and cannot take tokens back, as speculation must"
                            .formatted(
                                    runtime.file().path().getFileName(),
                                    runtime.network().architecture()));
        }
    }

    /**
     * Guesses what follows a sequence.
     *
     * @param tokens the sequence with the token that is to be read
     * @param room most tokens that are of use
     */
    int[] guess(
            int[] tokens,
            int room,
            SamplerChain sampler,
            @Nullable ConstrainedText constraint,
            Set<Integer> stopTokens) {
        if (guessed > 0) {
            length.learn(guessed, confirmed);
            guessed = 0;
        }
        int most = Math.min(room, length.next());
        if (most < 1) {
            return NOTHING;
        }
        Guessing guessing = new Guessing(most, sampler, constraint, steps, stopTokens);
        SamplerChain.Mark mark = sampler.mark();
        try {
            drafter.guess(tokens, guessing);
        } catch (GrammarException | SamplingException _) {
            // Only a guess leads there, perhaps not the answer: the guesses before it serve.
        } finally {
            sampler.rewind(mark);
        }
        return Arrays.copyOf(guessing.tokens, guessing.count);
    }

    /** Notes how many guesses were read; there may have been no room for all. */
    void read(int count) {
        guessed = count;
        confirmed = 0;
        guessedTotal += count;
    }

    /** Notes that another guess came true. */
    void confirm() {
        confirmed++;
        confirmedTotal++;
    }

    /** Tokens that were guessed and read. */
    int guessedTotal() {
        return guessedTotal;
    }

    /** Of these, how many came true. */
    int confirmedTotal() {
        return confirmedTotal;
    }

    @Override
    public void close() {
        drafter.close();
    }

    /** Collects guesses as long as they could be part of the answer. */
    private static final class Guessing implements Drafter.Guesses {
        private final int[] tokens;
        private final SamplerChain sampler;
        private final @Nullable ConstrainedText constraint;
        private final Set<Integer> stopTokens;
        private int count;

        Guessing(
                int most,
                SamplerChain sampler,
                @Nullable ConstrainedText constraint,
                StepBudget steps,
                Set<Integer> stopTokens) {
            tokens = new int[most];
            this.sampler = sampler;
            this.constraint = constraint == null ? null : constraint.copy(steps);
            this.stopTokens = stopTokens;
        }

        @Override
        public boolean add(int token) {
            return isPossible()
                    && (constraint == null || constraint.mask().allows(token))
                    && take(token);
        }

        @Override
        public boolean addFrom(float[] logits) {
            if (!isPossible()) {
                return false;
            }
            @Nullable TokenMask mask = constraint == null ? null : constraint.mask();
            return take(sampler.guess(logits, mask, count));
        }

        private boolean isPossible() {
            return constraint == null || !constraint.isComplete();
        }

        private boolean take(int token) {
            tokens[count++] = token;
            sampler.accept(token);
            boolean ends = stopTokens.contains(token);
            if (constraint != null && !ends) {
                constraint.accept(token);
            }
            return count < tokens.length && !ends;
        }

        @Override
        public int last() {
            return tokens[count - 1];
        }
    }
}
