package dev.mote.text.split;

/** A pre-tokenizer's pattern uses something that is not supported. */
public final class SplitPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the pattern. */
    public SplitPatternException(String message) {
        super(message);
    }
}
