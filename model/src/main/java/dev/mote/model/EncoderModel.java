package dev.mote.model;

import dev.mote.kernel.FloatMatrix;

import java.util.List;

/**
 * A text encoder (BERT family, embedding Gemma): tokens in, one vector out; or a cross-encoder of
 * that family, which judges pairs of texts instead. One caller at a time.
 */
public non-sealed interface EncoderModel extends LoadedModel {
    /** Width of embeddings, after pooling and dense heads. */
    int embeddingSize();

    /**
     * The state of every token that pooling would take, neither pooled nor normalised: the last
     * layer's output, through the dense heads where the model has them (they are linear, so that
     * the pooled and normalised states are the embedding).
     *
     * @param tokens at least one, at most {@link #contextLength}, ids below the vocabulary size
     * @param states [tokens.length, embeddingSize], overwritten
     * @throws ContextOverflowException if there are more tokens than the model can take
     */
    void tokenStates(int[] tokens, FloatMatrix states);

    /** Whether this is a cross-encoder: it {@link #rank}s and its embeddings mean nothing. */
    boolean ranks();

    /**
     * Logits for "the second text answers the first", one for each pair. Pairs are read together
     * and do not see each other.
     *
     * @param pairs tokens of both texts, one after the other, with what stands around them
     * @param seconds where in each the second text begins
     * @throws ContextOverflowException if one has more tokens than the model can take
     * @throws IllegalStateException if this is no cross-encoder
     */
    float[] rank(List<int[]> pairs, int[] seconds);

    /**
     * Pooled, L2-normalised embedding of the sequence.
     *
     * @throws ContextOverflowException if there are more tokens than the model can take
     */
    float[] embed(int[] tokens);

    /**
     * Pooled, L2-normalised embeddings of several sequences, in order. They are read together,
     * which is faster than one by one, and do not see each other; only the last bits of a vector
     * may depend on how many tokens are read with it. Memory is needed for the sum of their
     * lengths.
     *
     * @throws ContextOverflowException if one has more tokens than the model can take
     */
    List<float[]> embed(List<int[]> sequences);
}
