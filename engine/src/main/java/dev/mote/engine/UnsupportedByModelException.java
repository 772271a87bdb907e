package dev.mote.engine;

/** The model cannot do what was asked: an encoder asked to generate, a chat without a template. */
public final class UnsupportedByModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** States what the model is, what was asked, and what would work. */
    public UnsupportedByModelException(String message) {
        super(message);
    }
}
