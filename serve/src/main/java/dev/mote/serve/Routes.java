package dev.mote.serve;

import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Which endpoint answers what; {@code /v1} before a path may be left out. */
final class Routes {
    private static final String PREFIX = "/v1";

    /** What is known of a path. */
    record Route(String name, Endpoint endpoint) {}

    private record Family(String name, Map<String, BiConsumer<Exchange, String>> methods) {}

    private final Map<String, Map<String, Endpoint>> exact = new LinkedHashMap<>();
    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Adds an endpoint for a method and path. */
    Routes add(String method, String path, Endpoint endpoint) {
        exact.computeIfAbsent(path, key -> new TreeMap<>()).put(method, endpoint);
        return this;
    }

    /** Adds an endpoint for all paths that begin so; it is told how they go on, decoded. */
    Routes addFamily(String method, String start, BiConsumer<Exchange, String> endpoint) {
        families.computeIfAbsent(start, key -> new Family(start + "{id}", new TreeMap<>()))
                .methods()
                .put(method, endpoint);
        return this;
    }

    /**
     * Finds the endpoint.
     *
     * @throws Refusal with 404 or 405 if there is none
     */
    Route find(Exchange exchange) {
        String path = plain(exchange.path());
        Map<String, Endpoint> methods = exact.get(path);
        if (methods != null) {
            return new Route(path, ofMethod(exchange, methods, path));
        }
        for (Map.Entry<String, Family> family : families.entrySet()) {
            String id = rest(path, family.getKey());
            if (id != null) {
                Family found = family.getValue();
                BiConsumer<Exchange, String> endpoint =
                        ofMethod(exchange, found.methods(), found.name());
                return new Route(found.name(), e -> endpoint.accept(e, id));
            }
        }
        throw Refusal.of(404, "not_found", "nothing is here; see /openapi.json for what there is");
    }

    private static <T> T ofMethod(Exchange exchange, Map<String, T> methods, String path) {
        T endpoint = methods.get(exchange.method());
        if (endpoint == null) {
            String allowed = String.join(", ", methods.keySet());
            exchange.answerHeader("Allow", allowed);
            throw Refusal.of(405, "method_not_allowed", "use " + allowed + " for " + path);
        }
        return endpoint;
    }

    private static @Nullable String rest(String path, String start) {
        if (!path.startsWith(start) || path.length() == start.length()) {
            return null;
        }
        try {
            // A plus sign is itself in a path.
            String encoded = path.substring(start.length()).replace("+", "%2B");
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // half an escape
            return null;
        }
    }

    private static String plain(String path) {
        return path.startsWith(PREFIX + "/") ? path.substring(PREFIX.length()) : path;
    }
}
