package dev.mote.bundle.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** An answer that was read whole. */
public final class Small {
    private final List<HttpHeaders> hops;
    private final byte[] body;

    Small(List<HttpHeaders> hops, byte[] body) {
        this.hops = List.copyOf(hops);
        this.body = body;
    }

    /** The value of a header in the first answer on the way, redirects included, that has it. */
    public Optional<String> header(String name) {
        return hops.stream().flatMap(hop -> hop.firstValue(name).stream()).findFirst();
    }

    /** The content; the caller may keep it. */
    public byte[] body() {
        return body;
    }
}
