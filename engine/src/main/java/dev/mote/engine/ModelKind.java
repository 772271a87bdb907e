package dev.mote.engine;

/** What a model does with text. */
public enum ModelKind {
    /** Continues it. */
    DECODER("a decoder: it generates text"),
    /** Turns it into a vector. */
    ENCODER("an encoder: it embeds text"),
    /** Reads it and writes another. */
    ENCODER_DECODER("an encoder-decoder: it generates text from text");

    private final String description;

    ModelKind(String description) {
        this.description = description;
    }

    /** In words, to follow "is". */
    public String description() {
        return description;
    }
}
