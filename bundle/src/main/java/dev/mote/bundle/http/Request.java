package dev.mote.bundle.http;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked for.
 *
 * @param uri address
 * @param authorization value of the Authorization header, or null; sent to the address's own origin
 *     only, never after a redirect to another one
 * @param headers other headers
 */
public record Request(URI uri, @Nullable String authorization, Map<String, String> headers) {
    /** Copies the headers. */
    public Request {
        headers = Map.copyOf(headers);
    }

    /** A request without headers of its own. */
    public static Request to(URI uri, @Nullable String authorization) {
        return new Request(uri, authorization, Map.of());
    }

    /** The same with one header more. */
    public Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(uri, authorization, more);
    }

    @Override
    public String toString() {
        return "Request[" + uri + (authorization == null ? "" : ", with credentials") + "]";
    }
}
