package dev.mote.engine;

/** Why an answer ended. */
public enum FinishReason {
    /** The model ended its turn. */
    STOP_TOKEN,
    /** The answer satisfies its constraint and nothing could follow. */
    CONSTRAINT_COMPLETE,
    /** One of the stop strings appeared; it is not part of the text. */
    STOP_STRING,
    /** The number of tokens asked for was reached. */
    LENGTH,
    /** No number of tokens was asked for and the context is full. */
    CONTEXT_FULL,
    /** The time that the options allow was over. */
    TIME_LIMIT,
    /** Somebody cancelled. */
    CANCELLED
}
