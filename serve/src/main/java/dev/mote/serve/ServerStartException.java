package dev.mote.serve;

import org.jspecify.annotations.Nullable;

/** A server cannot listen. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerStartException(ServerOptions options, Throwable cause) {
        super(
                "cannot listen on %s port %d%s: %s"
                        .formatted(
                                options.address().getHostAddress(),
                                options.port(),
                                options.tls().map(files -> " with " + files).orElse(""),
                                innermost(cause)),
                cause);
    }

    /** The message nearest to the fault. */
    private static @Nullable String innermost(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage();
    }
}
