package dev.mote.bundle.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a host answered after redirects; whoever receives it closes it.
 *
 * @param uri address that answered
 * @param status HTTP status
 * @param hops headers of every answer on the way, redirects first
 * @param body the content, not read yet
 */
public record Answer(URI uri, int status, List<HttpHeaders> hops, InputStream body)
        implements Closeable {

    /** The first value of a header of the last answer. */
    public Optional<String> header(String name) {
        return hops.getLast().firstValue(name);
    }

    /** Content-Length where it is a number. */
    public OptionalLong contentLength() {
        String text = header("content-length").orElse("");
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
