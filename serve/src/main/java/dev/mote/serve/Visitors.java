package dev.mote.serve;

import dev.mote.serve.access.KeyHash;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may come in: bearers of the key; and no page of a foreign site that a browser of this machine
 * happens to show, which would reach the loopback address by its own scripts or by a name that
 * resolves to it (DNS rebinding).
 */
final class Visitors {
    private static final String BEARER = "bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<KeyHash> key;
    private final boolean local;

    Visitors(ServerOptions options) {
        key = options.key();
        local = options.address().isLoopbackAddress();
    }

    /**
     * Refuses strangers.
     *
     * @param open whether the path is for everybody
     */
    void check(Exchange exchange, boolean open) {
        String host = exchange.header("Host").orElse("").toLowerCase(Locale.ROOT);
        if (local && !isLocal(host)) {
            throw Refusal.of(
                    403,
                    "foreign_host",
                    "this server answers at localhost only; the Host header names another");
        }
        Optional<String> origin = exchange.header("Origin");
        if (origin.isPresent() && !sameSite(origin.get().toLowerCase(Locale.ROOT), host)) {
            throw Refusal.of(403, "foreign_origin", "pages of other sites may not use this server");
        }
        if (!open && key.isPresent()) {
            String given = given(exchange).orElse("");
            if (given.isEmpty()) {
                throw Refusal.unauthorized(
                        "an API key is needed: send the header Authorization: Bearer KEY");
            }
            if (!key.get().matches(given)) {
                throw Refusal.unauthorized("the API key is wrong");
            }
        }
    }

    private static boolean isLocal(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && host.indexOf(']', colon) < 0;
        String name = port ? host.substring(0, colon) : host;
        return LOCAL_NAMES.contains(name) || name.endsWith(".localhost");
    }

    private static boolean sameSite(String origin, String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    /** The key as OpenAI's clients send it, or as Anthropic's do. */
    private static Optional<String> given(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> exchange.header("x-api-key").map(String::strip));
    }
}
