package dev.mote.engine;

import dev.mote.kernel.FloatMatrix;
import dev.mote.model.Adapter;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.DecoderState;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one sequence and how far the model has read them. Not thread-safe; all computing
 * goes through the {@link ModelRuntime}, which lets one caller at a time through.
 */
final class Sequence implements AutoCloseable {
    private final ModelRuntime runtime;
    private final DecoderState state;
    private final Arena arena;
    private final FloatMatrix logitsMatrix;
    private final float[] logits;
    private final int[] tokens;
    private int length;
    private List<LoadedAdapters.Use> adapters = List.of();

    private Sequence(ModelRuntime runtime, DecoderState state, Arena arena, int vocabularySize) {
        this.runtime = runtime;
        this.state = state;
        this.arena = arena;
        logitsMatrix = FloatMatrix.allocate(arena, 1, vocabularySize);
        logits = new float[vocabularySize];
        tokens = new int[state.capacity()];
    }

    /** Takes the state over: it is closed with the sequence, or at once when memory runs out. */
    static Sequence open(ModelRuntime runtime, DecoderState state, int vocabularySize) {
        Arena arena = Arena.ofShared();
        boolean complete = false;
        try {
            Sequence sequence = new Sequence(runtime, state, arena, vocabularySize);
            complete = true;
            return sequence;
        } finally {
            if (!complete) {
                arena.close();
                state.close();
            }
        }
    }

    int capacity() {
        return tokens.length;
    }

    /** Tokens of the sequence, read or not. */
    int length() {
        return length;
    }

    /** Tokens the model has read. */
    int position() {
        return state.position();
    }

    /**
     * Makes the sequence begin with {@code prompt} and nothing else, keeping what the model has
     * read of it already; the last token is always read again, because its logits are needed.
     *
     * @return how many tokens need not be read again
     * @throws ContextOverflowException if the prompt is longer than the capacity
     */
    int start(int[] prompt) {
        if (prompt.length > tokens.length) {
            throw new ContextOverflowException(prompt.length, tokens.length);
        }
        int read = state.position();
        runtime.readable(prompt);
        int common = Arrays.mismatch(tokens, 0, read, prompt, 0, prompt.length);
        int kept = Math.min(common < 0 ? read : common, prompt.length - 1);
        forgetFrom(kept);
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        length = prompt.length;
        return state.position();
    }

    /** Uses these adapters from now on; what was read with others is forgotten. */
    void adapt(List<LoadedAdapters.Use> uses) {
        if (!uses.equals(adapters)) {
            runtime.compute(
                    this,
                    writer -> {
                        adapters = uses;
                        state.adapt(
                                uses.stream()
                                        .map(use ->
                                                new Adapter.Use(
                                                        use.adapter().adapter(), use.scale()))
                                        .toList());
                    });
        }
    }

    /** The adapters in use. */
    List<LoadedAdapters.Use> adapters() {
        return adapters;
    }

    /**
     * Makes sure that no adapter's file was cut short.
     *
     * @throws dev.mote.format.ModelFormatException naming the one that was
     */
    void requireWholeAdapters() {
        for (LoadedAdapters.Use use : adapters) {
            use.adapter().requireWhole();
        }
    }

    /** As {@link #start}, but reads everything anew. */
    void restart(int[] prompt) {
        forgetFrom(0);
        start(prompt);
    }

    /** Appends a token and reads it, perhaps together with those of other sequences. */
    void read(int token, DecodeBatches batches) {
        append(token);
        batches.readLast(this);
    }

    /** Reads up to {@code chunk} tokens; true if all are read and {@link #logits()} are there. */
    boolean read(int chunk) {
        int count = Math.min(chunk, length - state.position());
        boolean last = state.position() + count == length;
        read(count, last ? logitsMatrix : logitsMatrix.rows(0, 0));
        if (last) {
            logitsMatrix.copyRow(0, logits, 0);
        }
        return last;
    }

    /** Reads {@code count} tokens and gives the logits of the last {@code target.rows()}. */
    void read(int count, FloatMatrix target) {
        int from = state.position();
        int[] chunk = Arrays.copyOfRange(tokens, from, from + count);
        runtime.computePrompt(this, writer -> writer.forward(state, chunk, target));
    }

    /** Reads the last token at once; only for who computes exclusively. */
    void readLastNow(Network.Writer writer) {
        writer.forward(state, new int[] {lastToken()}, logitsMatrix);
        takeLogits(logitsMatrix, 0);
    }

    /** The token to be read last. */
    int lastToken() {
        return tokens[length - 1];
    }

    /** What the model knows of the sequence; only for who computes exclusively. */
    DecoderState state() {
        return state;
    }

    /** Takes a row of logits over. */
    void takeLogits(FloatMatrix rows, int row) {
        rows.copyRow(row, logits, 0);
    }

    /** Reads without logits, in chunks, until {@code position}. */
    void readUpTo(int position, int chunk) {
        while (state.position() < position) {
            read(Math.min(chunk, position - state.position()), logitsMatrix.rows(0, 0));
        }
    }

    /** Adds a token to be read. The caller has checked that there is room. */
    void append(int token) {
        tokens[length++] = token;
    }

    /** Whether no further token can be appended. */
    boolean isFull() {
        return length == tokens.length;
    }

    /**
     * Keeps the first {@code keep} tokens and drops the older half of the others; what follows must
     * be read again.
     *
     * @return how many tokens were dropped
     * @throws ContextOverflowException if that drops nothing
     */
    int shift(int keep) {
        int dropped = (length - keep) / 2;
        if (dropped < 1) {
            throw new ContextOverflowException(length + 1, tokens.length);
        }
        forgetFrom(Math.min(keep, state.position()));
        System.arraycopy(tokens, keep + dropped, tokens, keep, length - keep - dropped);
        length -= dropped;
        return dropped;
    }

    /** Logits of the last token read; overwritten by the next read. */
    float[] logits() {
        return logits;
    }

    private void forgetFrom(int position) {
        if (position < state.position()) {
            // A recurrent state cannot go back a few steps: it starts again.
            int reachable = state.canTruncate() ? position : 0;
            runtime.compute(this, writer -> state.truncate(reachable));
        }
    }

    /** Gives the sequence back to the runtime, which frees it when nothing computes with it. */
    @Override
    public void close() {
        runtime.release(this);
    }

    /** Frees the memory. Only the runtime calls this, when nothing computes with it. */
    void free() {
        state.close();
        arena.close();
    }
}
