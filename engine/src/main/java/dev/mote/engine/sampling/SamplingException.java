package dev.mote.engine.sampling;

/** No token can be chosen: the logits are not finite, or every token is masked. */
public final class SamplingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** States what was found. */
    public SamplingException(String message) {
        super(message);
    }
}
