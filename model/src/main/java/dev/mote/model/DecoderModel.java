package dev.mote.model;

import dev.mote.format.ModelFile;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.model.memory.KvPool;

import java.util.Arrays;

/**
 * A causal language model: tokens in, next-token logits out.
 *
 * <p>Immutable weights; all that changes lives in the {@link DecoderState}. Uses its kernels for
 * one caller at a time, so calls must not overlap.
 */
public non-sealed interface DecoderModel extends LoadedModel {
    /**
     * Bytes that a state of {@code capacity} positions takes at most.
     *
     * @param kvType F32, F16 or Q8_0
     */
    long stateBytes(int capacity, BlockType kvType);

    /**
     * Whether states can be {@linkplain DecoderState#truncate truncated} to positions other than 0.
     */
    boolean canTruncate();

    /**
     * A fresh, empty sequence with room for {@code capacity} positions and memory of its own. The
     * caller closes it.
     */
    DecoderState newState(int capacity, BlockType kvType);

    /**
     * A fresh, empty sequence that takes its memory from a pool as it grows. The caller closes it,
     * before the pool.
     *
     * @param pool of this model, which has promised {@link #stateBytes} for it
     */
    DecoderState newState(int capacity, KvPool pool);

    /** An empty pool for sequences of this model. The caller closes it, when they are closed. */
    KvPool newPool(BlockType kvType, long bytesMax);

    /**
     * Whether what is computed of a token may depend, in the last bits, on the tokens that are read
     * with it, because experts get those that chose them.
     */
    boolean mixesTokens();

    /**
     * Appends tokens to the sequence and computes the logits of the last {@code logits.rows()} of
     * them.
     *
     * @param tokens ids below the vocabulary size, at most the state's remaining room
     * @param logits [0 … tokens.length, vocabularySize], overwritten
     * @throws ContextOverflowException if there is no room; the state is then unchanged. After any
     *     other failure it is as before too, or, where it cannot truncate, at position 0
     */
    void forward(DecoderState state, int[] tokens, FloatMatrix logits);

    /**
     * Reads a LoRA adapter for this model; nothing is copied and no weight is changed.
     *
     * @param file stays the caller's to close, after the last use of the adapter
     * @throws dev.mote.format.ModelFormatException if it is malformed, of another kind or for
     *     another model
     */
    Adapter adapter(ModelFile file);

    /**
     * Appends one token to each of several sequences, in one pass over the weights.
     *
     * @param states of different sequences
     * @param tokens one for each state
     * @param logits [states.length, vocabularySize], overwritten; row i is what {@link
     *     #forward(DecoderState, int[], FloatMatrix)} would give for state i alone, bit for bit
     *     where the kernels compute so few rows as they compute one
     * @throws ContextOverflowException if one has no room; all states are then unchanged. After any
     *     other failure each is as for forward
     */
    default void forward(DecoderState[] states, int[] tokens, FloatMatrix logits) {
        int[] ones = new int[states.length];
        Arrays.fill(ones, 1);
        forward(states, ones, tokens, logits);
    }

    /**
     * Appends tokens to each of several sequences, in one pass over the weights, and computes the
     * logits of all of them.
     *
     * @param states of different sequences
     * @param lengths how many of the tokens belong to each state, at least one
     * @param tokens those of the first state, then those of the second, and so on
     * @param logits [tokens.length, vocabularySize], overwritten; rows are as for the form with one
     *     token each
     * @throws ContextOverflowException as for the form with one token each
     */
    void forward(DecoderState[] states, int[] lengths, int[] tokens, FloatMatrix logits);

    /**
     * As {@link #forward(DecoderState, int[], FloatMatrix)}, but gives the final normalised hidden
     * states of the last rows instead.
     */
    void hidden(DecoderState state, int[] tokens, FloatMatrix hidden);
}
