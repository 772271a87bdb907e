package dev.mote.kernel.generated;

/** The system does not let this process run code that it made itself. */
public final class ExecutableMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what was refused. */
    public ExecutableMemoryException(String message) {
        super(message);
    }
}
