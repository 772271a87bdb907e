package dev.mote.serve;

import dev.mote.serve.access.KeyHash;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import java.util.List;
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

    private final List<KeyHash> keys;
    private final boolean local;

    Visitors(ServerOptions options) {
        keys = options.keys();
        local = options.address().isLoopbackAddress();
    }

    /**
     * Refuses strangers and lets the others in by the name of their key.
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
        if (!open && !keys.isEmpty()) {
            exchange.admit(holder(given(exchange).orElse("")));
        }
    }

    /** The name of a key's holder: its digest. All keys are tried, so that time tells nothing. */
    private String holder(String given) {
        if (given.isEmpty()) {
            throw Refusal.unauthorized(
                    "an API key is needed: send the header Authorization: Bearer KEY");
        }
        String holder = "";
        for (KeyHash key : keys) {
            if (key.matches(given)) {
                holder = key.hex();
            }
        }
        if (holder.isEmpty()) {
            throw Refusal.unauthorized("the API key is wrong");
        }
        return holder;
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
