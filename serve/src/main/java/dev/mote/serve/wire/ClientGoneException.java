package dev.mote.serve.wire;

/** The other side has closed the connection: there is nobody left to answer. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Keeps what the connection reported. */
    public ClientGoneException(Throwable cause) {
        super("the client has gone", cause);
    }
}
