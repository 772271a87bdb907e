package dev.mote.bundle;

/** What a model is for. */
public enum ModelKind {
    /** Answers in text. */
    CHAT,
    /** Turns text into vectors. */
    EMBED
}
