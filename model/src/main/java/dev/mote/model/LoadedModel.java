package dev.mote.model;

/** What every model tells of itself once it is open, whatever it computes. */
public sealed interface LoadedModel extends AutoCloseable
        permits DecoderModel, EncoderDecoderModel, EncoderModel {
    /** Architecture name as in the file, for example {@code llama}. */
    String architecture();

    /** Token ids it knows; of models that write, also the width of a logits row. */
    int vocabularySize();

    /** Positions the model was trained for; of an encoder and a decoder each. */
    int contextLength();

    /** Width of the hidden state. */
    int hiddenSize();

    /** Releases scratch memory; not the file, which belongs to whoever opened it. */
    @Override
    void close();
}
