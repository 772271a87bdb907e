package dev.mote.serve;

import dev.mote.serve.access.KeyHash;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a server is reached.
 *
 * @param address to listen on
 * @param port to listen on; 0 for a free one
 * @param tls for HTTPS; empty for HTTP
 * @param keys of which every request must bring one; empty for none. What one key keeps, another
 *     does not see
 * @param limits how much is taken on
 * @param log of requests
 * @param otlp where OpenTelemetry's spans and metrics go; empty for nowhere
 */
public record ServerOptions(
        InetAddress address,
        int port,
        Optional<TlsFiles> tls,
        List<KeyHash> keys,
        ServerLimits limits,
        LogOptions log,
        Optional<OtlpOptions> otlp) {
    /** The port if none is chosen. */
    public static final int DEFAULT_PORT = 8017;

    /** A free port of this machine alone, without key and log. */
    public static final ServerOptions LOCAL =
            new ServerOptions(
                    InetAddress.getLoopbackAddress(),
                    0,
                    Optional.empty(),
                    List.of(),
                    ServerLimits.DEFAULT,
                    LogOptions.NONE,
                    Optional.empty());

    /** Refuses an address that others can reach without a key. */
    public ServerOptions {
        keys = List.copyOf(keys);
        if (!address.isLoopbackAddress() && keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "address " + address.getHostAddress() + " can be reached by others: set a key");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + "; ports are 0 to 65535");
        }
    }

    /** As these, with other keys. */
    public ServerOptions withKeys(List<KeyHash> newKeys) {
        return new ServerOptions(address, port, tls, newKeys, limits, log, otlp);
    }

    /** As these, with other limits. */
    public ServerOptions withLimits(ServerLimits newLimits) {
        return new ServerOptions(address, port, tls, keys, newLimits, log, otlp);
    }

    /** As these, with TLS. */
    public ServerOptions withTls(TlsFiles files) {
        return new ServerOptions(address, port, Optional.of(files), keys, limits, log, otlp);
    }

    /** As these, with a log of lines for people, without prompts. */
    public ServerOptions withLog(Consumer<String> newLog) {
        return withLog(LogOptions.of(newLog));
    }

    /** As these, with another log. */
    public ServerOptions withLog(LogOptions newLog) {
        return new ServerOptions(address, port, tls, keys, limits, newLog, otlp);
    }

    /** As these, with telemetry. */
    public ServerOptions withOtlp(OtlpOptions target) {
        return new ServerOptions(address, port, tls, keys, limits, log, Optional.of(target));
    }
}
