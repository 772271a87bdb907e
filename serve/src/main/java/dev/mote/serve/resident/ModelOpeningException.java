package dev.mote.serve.resident;

/** A model could not be opened when a request asked for it; no fault of the request. */
public final class ModelOpeningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    /** Names the model and why; the message may name files and is for the log alone. */
    public ModelOpeningException(String model, RuntimeException reason) {
        super("model '%s' cannot be opened: %s".formatted(model, reason), reason);
        this.reason = reason;
    }

    /** What opening it threw. */
    public RuntimeException reason() {
        return reason;
    }
}
