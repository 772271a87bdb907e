package dev.mote.engine;

import dev.mote.engine.constraint.ConstrainedText;
import dev.mote.engine.sampling.SamplerChain;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An answer in the making. Each {@link #next()} reads one chunk of the prompt or chooses one token,
 * on the calling thread; nothing happens in between.
 *
 * <p>For one thread at a time, except {@link #cancel()}, which any thread may call. Close it unless
 * its last event was taken; closing early abandons the answer and frees its memory. An exception
 * ends it too.
 */
public final class Generation implements Iterator<GenerationEvent>, AutoCloseable {
    private enum Phase {
        READING,
        CHOOSING,
        FINISHING,
        DONE
    }

    private final ModelRuntime runtime;
    private final Sequence sequence;
    private final GenerationRequest request;
    private final Consumer<@Nullable Answer> onEnd;
    private final SamplerChain sampler;
    private final TextAssembler assembler;
    private final Set<Integer> stopTokens;
    private final Stopwatch stopwatch;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private Phase phase = Phase.READING;
    private FinishReason finishReason = FinishReason.CANCELLED;
    private int dropped;
    private boolean pending; // the token chosen last is not in the sequence yet
    private @Nullable Answer answer;

    /**
     * Starts; the sequence already holds the prompt.
     *
     * @param onEnd told once, when the answer is complete (with it) or given up (with null)
     */
    Generation(
            ModelRuntime runtime,
            Sequence sequence,
            int[] prompt,
            GenerationRequest request,
            Consumer<@Nullable Answer> onEnd) {
        this.runtime = runtime;
        this.sequence = sequence;
        this.request = request;
        this.onEnd = onEnd;
        Tokenizer tokenizer = runtime.tokenizer();
        GenerationOptions options = request.options();
        sampler =
                new SamplerChain(
                        options.sampling(),
                        request.seed(),
                        runtime.tokenIds(),
                        token -> tokenizer.bytes(token, true));
        for (int token : prompt) {
            sampler.accept(token);
        }
        assembler = new TextAssembler(tokenizer, prompt, options.stops());
        stopTokens = tokenizer.endOfGeneration();
        stopwatch = new Stopwatch(request.startNanos());
        dropped = request.droppedTokens();
    }

    /** Whether another event will come. */
    @Override
    public boolean hasNext() {
        return phase != Phase.DONE;
    }

    /**
     * Does the next step.
     *
     * @throws NoSuchElementException after {@link GenerationEvent.Finished}
     * @throws IllegalStateException if the model was closed meanwhile
     * @throws dev.mote.engine.sampling.SamplingException if no token can be chosen
     * @throws dev.mote.text.grammar.GrammarException if the constraint can be followed no further
     */
    @Override
    public GenerationEvent next() {
        if (phase == Phase.DONE) {
            throw new NoSuchElementException("the answer is complete");
        }
        boolean stepped = false;
        try {
            GenerationEvent event = step();
            stepped = true;
            return event;
        } finally {
            if (!stepped) {
                close();
            }
        }
    }

    private GenerationEvent step() {
        if (phase != Phase.FINISHING && request.cancellation().isCancelled()) {
            finishReason = FinishReason.CANCELLED;
            phase = Phase.FINISHING;
        } else if (phase != Phase.FINISHING && sequence.urgency().isLate()) {
            finishReason = FinishReason.TIME_LIMIT;
            phase = Phase.FINISHING;
        }
        return switch (phase) {
            case READING -> read();
            case CHOOSING -> advance();
            case FINISHING -> finished();
            case DONE -> throw new IllegalStateException("no step after the last");
        };
    }

    private GenerationEvent read() {
        if (sequence.readPiece()) {
            phase = Phase.CHOOSING;
            if (tokens.isEmpty()) {
                stopwatch.promptRead();
            }
        }
        return new GenerationEvent.Prefilled(sequence.position(), sequence.length());
    }

    /** Puts the token chosen last into the sequence, if there is room, and chooses the next. */
    private GenerationEvent advance() {
        if (pending) {
            int token = tokens.getLast();
            Speculator speculator = request.speculator();
            if (sequence.confirm(token)) {
                Objects.requireNonNull(speculator).confirm();
            } else if (sequence.isFull()) {
                return makeRoom();
            } else if (speculator == null) {
                sequence.read(token, runtime.batches());
            } else {
                int[] guesses =
                        speculator.guess(
                                sequence.tokensWith(token),
                                Math.min(sequence.room(), request.tokensMax() - tokens.size()) - 1,
                                sampler,
                                request.constraint(),
                                stopTokens);
                speculator.read(sequence.read(token, guesses, runtime.batches()));
            }
            pending = false;
        }
        return choose();
    }

    private GenerationEvent makeRoom() {
        if (request.options().overflow() == OverflowPolicy.ERROR) {
            finish(FinishReason.CONTEXT_FULL);
            return finished();
        }
        dropped += sequence.shift(request.keepTokens());
        pending = false;
        sequence.append(tokens.getLast());
        phase = Phase.READING;
        return read();
    }

    private GenerationEvent choose() {
        float[] logits = sequence.logits();
        ConstrainedText constraint = request.constraint();
        int token =
                constraint == null
                        ? sampler.sample(logits)
                        : sampler.sample(logits, constraint.mask());
        sampler.accept(token);
        if (constraint != null) {
            constraint.accept(token);
        }
        tokens.add(token);
        pending = true;
        stopwatch.tokenChosen(tokens.size());
        Optional<TokenLogprob> logprob = Optional.empty();
        if (request.options().logprobs() >= 0) {
            logprob =
                    Optional.of(
                            Logprobs.of(
                                    logits,
                                    token,
                                    request.options().logprobs(),
                                    runtime.tokenizer()));
            logprobs.add(logprob.get());
        }
        String text = "";
        if (stopTokens.contains(token)) {
            finish(FinishReason.STOP_TOKEN);
        } else {
            text = assembler.append(token);
            if (assembler.stop() != null) {
                finish(FinishReason.STOP_STRING);
            } else if (constraint != null && constraint.isComplete()) {
                finish(FinishReason.CONSTRAINT_COMPLETE);
            } else if (tokens.size() == request.tokensMax()) {
                finish(FinishReason.LENGTH);
            }
        }
        return new GenerationEvent.Token(token, text, logprob);
    }

    private void finish(FinishReason reason) {
        finishReason = reason;
        phase = Phase.FINISHING;
    }

    private GenerationEvent finished() {
        String rest = assembler.finish();
        Optional<String> stop = Optional.ofNullable(assembler.stop());
        // What was held back at the end can still turn out to hold a stop string.
        FinishReason reason = stop.isPresent() ? FinishReason.STOP_STRING : finishReason;
        Answer complete =
                new Answer(assembler.text(), tokens, logprobs, reason, stop, statistics());
        answer = complete;
        end(complete);
        return new GenerationEvent.Finished(rest, complete);
    }

    private GenerationStatistics statistics() {
        Speculator speculator = request.speculator();
        return new GenerationStatistics(
                request.loadMs(),
                request.promptTokens(),
                request.cachedTokens(),
                dropped,
                tokens.size(),
                stopwatch.prefillMs(),
                stopwatch.timeToFirstTokenMs(),
                stopwatch.decodeMs(),
                speculator == null ? 0 : speculator.guessedTotal(),
                speculator == null ? 0 : speculator.confirmedTotal(),
                request.seed());
    }

    private void end(@Nullable Answer complete) {
        if (phase != Phase.DONE) {
            phase = Phase.DONE;
            runtime.batches().forget(sequence);
            Speculator speculator = request.speculator();
            if (speculator != null) {
                speculator.close();
            }
            onEnd.accept(complete);
        }
    }

    /** Asks to stop within one token, or one chunk of the prompt. Any thread may call it. */
    public void cancel() {
        request.cancellation().cancel();
    }

    /** The text so far. */
    public String text() {
        return assembler.text();
    }

    /**
     * Takes all events that are left and returns the answer.
     *
     * @throws IllegalStateException if the generation was given up before it was complete
     */
    public Answer answer() {
        while (hasNext()) {
            next();
        }
        if (answer == null) {
            throw new IllegalStateException("the answer was given up before it was complete");
        }
        return answer;
    }

    /** Gives the answer up if it is not complete, and frees its memory. */
    @Override
    public void close() {
        end(null);
    }
}
