package dev.mote.model;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;

/**
 * A sequence-to-sequence model (T5): an input read as a whole, an output written token by token.
 *
 * <p>One caller at a time, as with {@link DecoderModel}.
 */
public non-sealed interface EncoderDecoderModel extends LoadedModel {
    /** The token every output begins with; it is not part of the text. */
    int startToken();

    /** Bytes that a state for an input and an output of these sizes takes. */
    long stateBytes(int inputLength, int capacity, BlockType kvType);

    /**
     * Reads an input and begins an empty output with room for {@code capacity} tokens. The caller
     * closes the state.
     *
     * @param input at least one token id below the vocabulary size
     * @param kvType F32, F16 or Q8_0, for the output's KV cache
     */
    DecoderState encode(int[] input, int capacity, BlockType kvType);

    /**
     * Appends tokens to the output and computes the logits of the last {@code logits.rows()} of
     * them. The first token of an output is {@link #startToken()}.
     *
     * @param state from {@link #encode} of this model
     * @throws ContextOverflowException if there is no room; the state is then unchanged
     */
    void forward(DecoderState state, int[] tokens, FloatMatrix logits);
}
