package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

/**
 * A model could not be fetched. What arrived so far is kept as a partial file and the next pull
 * goes on from there.
 */
public final class DownloadException extends BundleException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Reason {
        /** The host cannot be found or connected to, or its certificate is not trusted. */
        UNREACHABLE,
        /** The host stopped answering. */
        TIMED_OUT,
        /** Credentials are missing, wrong or insufficient (401, 403, 407). */
        UNAUTHORISED,
        /** The host does not have it (404, 410). */
        NOT_FOUND,
        /** Too many requests (429). */
        RATE_LIMITED,
        /** The host failed (5xx) or refused in some other way. */
        SERVER_ERROR,
        /** The answer is not what the protocol or format allows. */
        MALFORMED,
        /** The transfer would not be encrypted, or leads somewhere that is refused. */
        INSECURE,
        /** The connection kept breaking. */
        INCOMPLETE,
        /** The calling thread was interrupted. */
        INTERRUPTED,
        /** The user forbids using the network. */
        OFFLINE
    }

    private final Reason reason;

    /**
     * States what happened.
     *
     * @param reason kind of failure
     * @param message host or file, what happened, what to do next
     * @param cause what the network layer said, or null
     */
    public DownloadException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of failure. */
    public Reason reason() {
        return reason;
    }
}
