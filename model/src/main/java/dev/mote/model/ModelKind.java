package dev.mote.model;

/** What a model is for, which decides how it is opened. */
public enum ModelKind {
    /** Continues text: {@link DecoderModel}. */
    DECODER,
    /** Turns text into a vector: {@link EncoderModel}. */
    ENCODER,
    /** Reads one text and writes another: {@link EncoderDecoderModel}. */
    ENCODER_DECODER
}
