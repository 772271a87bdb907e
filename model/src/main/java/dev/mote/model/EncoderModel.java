package dev.mote.model;

import dev.mote.kernel.FloatMatrix;

/**
 * A text encoder (BERT family, embedding Gemma): tokens in, one vector out. One caller at a time.
 */
public interface EncoderModel extends AutoCloseable {
    /** Architecture name as in the file. */
    String architecture();

    /** Longest input in tokens. */
    int contextLength();

    /** Width of token states. */
    int hiddenSize();

    /** Width of embeddings, after pooling and dense heads. */
    int embeddingSize();

    /** Final hidden state of every token: [tokens.length, hiddenSize], overwritten. */
    void tokenStates(int[] tokens, FloatMatrix states);

    /** Pooled, L2-normalised embedding of the sequence. */
    float[] embed(int[] tokens);

    @Override
    void close();
}
