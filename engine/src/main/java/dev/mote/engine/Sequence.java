package dev.mote.engine;

import dev.mote.kernel.FloatMatrix;
import dev.mote.model.Adapter;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.DecoderState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one sequence and how far the model has read them. Not thread-safe; all computing
 * goes through the {@link ModelRuntime}, which lets one caller at a time through.
 */
final class Sequence implements AutoCloseable {
    private static final int[] NOTHING = {};

    private final ModelRuntime runtime;
    private final DecoderState state;
    private final long promisedBytes;
    private final Arena arena;
    private final FloatMatrix logitsMatrix;
    private final float[][] logits; // one row for the last token and each guess that was read
    private final int[] tokens;
    private int length;
    private int guessCount; // tokens behind the last one that may follow it
    private int row; // of the logits of the last token
    private int ahead; // guesses behind the last token that were read
    private List<LoadedAdapters.Use> adapters = List.of();
    private Urgency urgency = Urgency.usual();

    /** Where what is read of the prompt is kept for others, if it is. */
    private PrefixCache.@Nullable Scope scope;

    /** Tokens at the beginning that serve others: read as a prompt, not as an answer. */
    private int shareable;

    private Sequence(
            ModelRuntime runtime,
            DecoderState state,
            Arena arena,
            int vocabularySize,
            long promisedBytes) {
        this.runtime = runtime;
        this.promisedBytes = promisedBytes;
        this.state = state;
        this.arena = arena;
        logitsMatrix = FloatMatrix.allocate(arena, 1, vocabularySize);
        logits = new float[DecodeBatches.ROWS_MAX][];
        logits[0] = new float[vocabularySize];
        tokens = new int[state.capacity()];
    }

    /**
     * Takes the state over: it is closed with the sequence, or at once when memory runs out.
     *
     * @param promisedBytes of the memory that it may grow to
     */
    static Sequence open(
            ModelRuntime runtime, DecoderState state, int vocabularySize, long promisedBytes) {
        Arena arena = Arena.ofShared();
        boolean complete = false;
        try {
            Sequence sequence = new Sequence(runtime, state, arena, vocabularySize, promisedBytes);
            complete = true;
            return sequence;
        } finally {
            if (!complete) {
                arena.close();
                state.close();
            }
        }
    }

    /** Bytes that the runtime promised for it. */
    long promisedBytes() {
        return promisedBytes;
    }

    int capacity() {
        return tokens.length;
    }

    /** Tokens of the sequence, read or not. */
    int length() {
        return length;
    }

    /** Tokens of the sequence that the model has read. */
    int position() {
        return Math.min(state.position(), length);
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
        int read = position();
        forgetGuesses();
        runtime.readable(prompt);
        int common = Arrays.mismatch(tokens, 0, read, prompt, 0, prompt.length);
        int kept = Math.min(common < 0 ? read : common, prompt.length - 1);
        forgetFrom(kept);
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        length = prompt.length;
        return state.position();
    }

    /**
     * As {@link #start(int[])}, but takes over what was kept of another prompt that began alike, if
     * that is more, and keeps what it reads for others.
     *
     * @param salt of those who may share
     */
    int start(int[] prompt, String salt) {
        int kept = start(prompt);
        if (runtime.sharesPrefixes() && state.canTruncate()) {
            PrefixCache.Scope mine = new PrefixCache.Scope(salt, adapters);
            scope = mine;
            runtime.compute(this, writer -> takeOver(mine, prompt, kept));
        }
        return state.position();
    }

    private void takeOver(PrefixCache.Scope mine, int[] prompt, int kept) {
        int matched = runtime.prefixes().match(mine, prompt);
        if (matched > kept) {
            state.truncate(0);
            runtime.prefixes().adopt(mine, prompt, matched, state);
            shareable = state.position();
        }
    }

    /** The tokens that the model has read. */
    int[] readTokens() {
        return Arrays.copyOf(tokens, state.position());
    }

    /** Writes what the model keeps of the tokens read. */
    void save(WritableByteChannel target) throws IOException {
        state.save(target);
    }

    /** Takes over tokens and what was saved of them; only for who computes exclusively. */
    void restore(int[] saved, ReadableByteChannel source) throws IOException {
        state.truncate(0);
        use(List.of()); // what is saved was read without
        length = 0;
        forgetGuesses();
        state.restore(saved.length, source);
        System.arraycopy(saved, 0, tokens, 0, saved.length);
        length = saved.length;
    }

    /**
     * Uses these adapters from now on; what was read with others is forgotten. They are looked up
     * and taken in one step, so that none is unloaded in between: an adapter that a sequence uses
     * takes the sequence with it when it goes.
     *
     * @throws dev.mote.engine.sampling.InvalidOptionException if one is not loaded
     */
    void adapt(List<AdapterChoice> choices) {
        if (choices.isEmpty() && adapters.isEmpty()) {
            return;
        }
        runtime.compute(
                this,
                writer -> {
                    List<LoadedAdapters.Use> uses = runtime.adapters().resolve(choices);
                    if (!uses.equals(adapters)) {
                        use(uses);
                    }
                });
    }

    private void use(List<LoadedAdapters.Use> uses) {
        adapters = uses;
        shareable = 0;
        state.adapt(
                uses.stream()
                        .map(use -> new Adapter.Use(use.adapter().adapter(), use.scale()))
                        .toList());
    }

    /** How soon it wants to be computed from now on. */
    void want(Urgency newUrgency) {
        urgency = newUrgency;
    }

    /** How soon it wants to be computed. */
    Urgency urgency() {
        return urgency;
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
        read(token, NOTHING, batches);
    }

    /**
     * As {@link #read(int, DecodeBatches)}, together with guesses of what follows the token.
     *
     * @param guesses for which there is room
     * @return how many of them were read
     */
    int read(int token, int[] guesses, DecodeBatches batches) {
        append(token);
        System.arraycopy(guesses, 0, tokens, length, guesses.length);
        guessCount = guesses.length;
        batches.readLast(this);
        return ahead;
    }

    /** Takes the next token if it was guessed and read; then its logits are there already. */
    boolean confirm(int token) {
        if (ahead == 0 || tokens[length] != token) {
            return false;
        }
        length++;
        ahead--;
        row++;
        return true;
    }

    private void forgetGuesses() {
        guessCount = 0;
        ahead = 0;
        row = 0;
    }

    /**
     * Reads the next piece of the prompt, or none if there is no turn before the urgency is over.
     *
     * @return whether all is read and {@link #logits()} are there
     */
    boolean readPiece() {
        int from = state.position();
        PrefillPieces pieces = runtime.pieces();
        int count = pieces.next(from, length);
        boolean last = from + count == length;
        int[] piece = Arrays.copyOfRange(tokens, from, from + count);
        FloatMatrix target = last ? logitsMatrix : logitsMatrix.rows(0, 0);
        boolean read =
                runtime.computePrompt(
                        this,
                        writer -> {
                            writer.forward(state, piece, target);
                            PrefixCache.Scope mine = scope;
                            if (mine != null && shareable == from && pieces.serves(from, count)) {
                                shareable += count;
                                runtime.prefixes().keep(mine, tokens, shareable, last, state);
                            }
                        });
        if (!read || !last) {
            return false;
        }
        takeLogits(logitsMatrix, 0, 1);
        return true;
    }

    /**
     * Reads {@code count} tokens and gives the logits of the last {@code target.rows()}.
     *
     * @return whether it did; not if there was no turn before the urgency was over
     */
    boolean read(int count, FloatMatrix target) {
        int from = state.position();
        int[] chunk = Arrays.copyOfRange(tokens, from, from + count);
        return runtime.computePrompt(this, writer -> writer.forward(state, chunk, target));
    }

    /** Reads the last token at once; only for who computes exclusively. */
    void readLastNow(Network.Writer writer) {
        writer.forward(stateBeforeLast(), new int[] {tokens[length - 1]}, logitsMatrix);
        takeLogits(logitsMatrix, 0, 1);
    }

    /** Tokens behind the last one that may follow it. */
    int guessCount() {
        return guessCount;
    }

    /** Copies the last token and the guesses behind it, {@code count} in all. */
    void copyLast(int[] target, int at, int count) {
        System.arraycopy(tokens, length - 1, target, at, count);
    }

    /**
     * What the model knows of the sequence, without its last token and without guesses that came to
     * nothing; only for who computes exclusively.
     */
    DecoderState stateBeforeLast() {
        if (state.position() > length - 1) {
            state.truncate(length - 1);
        }
        return state;
    }

    /** Takes over the logits of the last token and of the guesses that were read with it. */
    void takeLogits(FloatMatrix rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (logits[i] == null) {
                logits[i] = new float[rows.columns()];
            }
            rows.copyRow(from + i, logits[i], 0);
        }
        row = 0;
        ahead = count - 1;
    }

    /** Reads without logits, in chunks, until {@code position}. */
    void readUpTo(int position, int chunk) {
        while (state.position() < position) {
            read(Math.min(chunk, position - state.position()), logitsMatrix.rows(0, 0));
        }
    }

    /** A copy of the tokens with one more. */
    int[] tokensWith(int token) {
        int[] all = Arrays.copyOf(tokens, length + 1);
        all[length] = token;
        return all;
    }

    /** Positions that are left. */
    int room() {
        return tokens.length - length;
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
        forgetGuesses();
        forgetFrom(Math.min(keep, state.position()));
        System.arraycopy(tokens, keep + dropped, tokens, keep, length - keep - dropped);
        length -= dropped;
        return dropped;
    }

    /** Logits of the last token read; overwritten by the next read. */
    float[] logits() {
        return logits[row];
    }

    private void forgetFrom(int position) {
        if (position < state.position()) {
            // A recurrent state cannot go back a few steps: it starts again.
            runtime.compute(this, writer -> state.truncate(state.reachable(position)));
            shareable = Math.min(shareable, state.position());
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
