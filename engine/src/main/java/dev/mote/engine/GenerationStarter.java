package dev.mote.engine;

import dev.mote.engine.constraint.ConstrainedText;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.model.ContextOverflowException;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/** Turns prompts into generations: tokens, a plan for the context, a sequence, a seed. */
final class GenerationStarter {
    private static final SecureRandom FRESH_SEEDS = new SecureRandom();

    private final ModelRuntime runtime;
    private final double loadMs;

    GenerationStarter(ModelRuntime runtime, double loadMs) {
        this.runtime = runtime;
        this.loadMs = loadMs;
    }

    /** Starts an answer with a sequence of its own, which is freed when the answer ends. */
    Generation start(Prompt prompt, GenerationOptions options, CancellationToken cancellation) {
        long startNanos = System.nanoTime();
        Network.Writer writer = runtime.writer();
        int[] tokens = tokens(prompt);
        if (writer instanceof Network.EncoderDecoder translator) {
            if (tokens.length > runtime.contextLength()) {
                throw new ContextOverflowException(tokens.length, runtime.contextLength());
            }
            int[] output = {translator.model().startToken()};
            ContextPlan plan = ContextPlan.of(output, 1, options, runtime.contextLength());
            return startOwned(tokens, plan, tokens.length, options, cancellation, startNanos);
        }
        int keep = keepTokens(tokens, options);
        ContextPlan plan = ContextPlan.of(tokens, keep, options, runtime.contextLength());
        return startOwned(
                new int[0], plan, plan.prompt().length, options, cancellation, startNanos);
    }

    private Generation startOwned(
            int[] input,
            ContextPlan plan,
            int promptTokens,
            GenerationOptions options,
            CancellationToken cancellation,
            long startNanos) {
        // Before memory is taken: compiling may take a second, or refuse.
        ConstrainedText constraint = constraint(plan.prompt(), options.constraint());
        Sequence sequence = runtime.newSequence(input, plan.capacity());
        boolean started = false;
        try {
            Generation generation =
                    start(
                            sequence,
                            plan,
                            promptTokens,
                            options,
                            constraint,
                            cancellation,
                            startNanos,
                            answer -> sequence.close());
            started = true;
            return generation;
        } finally {
            if (!started) {
                sequence.close();
            }
        }
    }

    /** Starts an answer on a sequence that belongs to somebody else. */
    Generation start(
            Sequence sequence,
            ContextPlan plan,
            int promptTokens,
            GenerationOptions options,
            CancellationToken cancellation,
            long startNanos,
            Consumer<@Nullable Answer> onEnd) {
        return start(
                sequence,
                plan,
                promptTokens,
                options,
                constraint(plan.prompt(), options.constraint()),
                cancellation,
                startNanos,
                onEnd);
    }

    private Generation start(
            Sequence sequence,
            ContextPlan plan,
            int promptTokens,
            GenerationOptions options,
            @Nullable ConstrainedText constraint,
            CancellationToken cancellation,
            long startNanos,
            Consumer<@Nullable Answer> onEnd) {
        sequence.want(Urgency.of(options, startNanos, cancellation));
        sequence.adapt(options.adapters());
        int cached = sequence.start(plan.prompt(), options.cacheSalt());
        Speculator speculator = Speculator.of(options.speculation(), runtime, sequence);
        boolean started = false;
        try {
            GenerationRequest request =
                    new GenerationRequest(
                            promptTokens,
                            cached,
                            plan.droppedTokens(),
                            plan.keepTokens(),
                            plan.tokensMax(),
                            options.sampling().seed().orElseGet(FRESH_SEEDS::nextLong),
                            loadMs,
                            startNanos,
                            options,
                            constraint,
                            speculator,
                            cancellation);
            Generation generation =
                    new Generation(runtime, sequence, plan.prompt(), request, onEnd);
            started = true;
            return generation;
        } finally {
            if (!started && speculator != null) {
                speculator.close();
            }
        }
    }

    private @Nullable ConstrainedText constraint(int[] prompt, Constraint constraint) {
        return constraint.equals(Constraint.none())
                ? null
                : runtime.constraints().begin(constraint, prompt[prompt.length - 1]);
    }

    private int[] tokens(Prompt prompt) {
        return notEmpty(
                switch (prompt) {
                    case Prompt.Text text ->
                            runtime.tokenizer().encode(text.text(), Tokenizer.Special.ADD);
                    case Prompt.Tokens given -> checked(given.tokens());
                    case Prompt.Chat chat -> ChatPrompt.of(runtime).tokens(chat.messages());
                });
    }

    /** The tokens, which must be some: a model reads at least one. */
    static int[] notEmpty(int[] tokens) {
        if (tokens.length == 0) {
            throw new InvalidOptionException(
                    "prompt", "empty", "at least one token, for this model adds none of its own");
        }
        return tokens;
    }

    private int[] checked(List<Integer> tokens) {
        int vocabularySize = runtime.tokenIds();
        for (int token : tokens) {
            if (token < 0 || token >= vocabularySize) {
                throw new InvalidOptionException(
                        "prompt token", token, "0 to " + (vocabularySize - 1));
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    /** BOS, if the prompt begins with it, and what the options ask for. */
    private int keepTokens(int[] tokens, GenerationOptions options) {
        int bos = runtime.tokenizer().bos().orElse(-1);
        // Not more than there are, so that one more does not overflow.
        return Math.min(options.keepTokens(), tokens.length) + (tokens[0] == bos ? 1 : 0);
    }
}
