package dev.mote.engine;

/** What happens when prompt and answer do not fit the context. Nothing is ever cut silently. */
public enum OverflowPolicy {
    /** A {@link dev.mote.model.ContextOverflowException} says what was needed. */
    ERROR,
    /**
     * The first tokens (at least BOS; in a chat everything up to the first message) are kept, the
     * oldest half of the rest is dropped and the remainder is read again. {@link
     * GenerationStatistics#droppedTokens()} says how many were dropped.
     */
    SHIFT
}
