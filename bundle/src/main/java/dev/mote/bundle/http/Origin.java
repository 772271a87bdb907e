package dev.mote.bundle.http;

import java.net.URI;
import java.util.Locale;

/**
 * The part of an address that credentials belong to.
 *
 * @param scheme lower case
 * @param host lower case
 * @param port explicit or the scheme's own
 */
public record Origin(String scheme, String host, int port) {
    /** The origin of an absolute http or https address. */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort();
        return new Origin(
                scheme,
                uri.getHost().toLowerCase(Locale.ROOT),
                port >= 0 ? port : scheme.equals("https") ? 443 : 80);
    }

    /** Whether nothing sent there leaves this device. */
    public boolean isLoopback() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
