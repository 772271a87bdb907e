package dev.mote.bundle.http;

import static dev.mote.bundle.DownloadException.Reason;

import dev.mote.bundle.DownloadException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * HTTP as downloads need it: redirects followed by hand so that credentials stay with their origin
 * and encryption is never given up on the way, every wait bounded, failures told apart into those
 * another try may mend and those it will not. Safe for threads; whoever opens it closes it.
 */
public final class Transport implements AutoCloseable {
    private static final int REDIRECTS_MAX = 10;
    private static final int READ_BYTES = 64 << 10;

    /**
     * What may be asked of a transport.
     *
     * @param allowHttp whether unencrypted addresses beyond this device are allowed
     * @param connectTimeout to the connection
     * @param answerTimeout from the request to the headers
     * @param stallTimeout between two pieces of the body
     * @param retry tries of a failed request
     */
    public record Options(
            boolean allowHttp,
            Duration connectTimeout,
            Duration answerTimeout,
            Duration stallTimeout,
            RetryPolicy retry) {
        /** What an interactive program wants. */
        public static Options usual(boolean allowHttp) {
            return new Options(
                    allowHttp,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    RetryPolicy.usual());
        }
    }

    private final HttpClient client;
    private final Options options;

    /** Opens a transport. */
    public Transport(SSLContext trust, ProxySettings proxies, Options options) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .proxy(proxies.selector())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(options.connectTimeout());
        proxies.authenticator().ifPresent(builder::authenticator);
        this.client = builder.build();
        this.options = options;
    }

    /** The tries of a failed request. */
    RetryPolicy retry() {
        return options.retry();
    }

    /**
     * Fetches a small answer whole, trying again as the policy says.
     *
     * @param bytesMax longest answer taken
     * @throws DownloadException when it cannot be had or is longer
     */
    public Small fetch(Request request, int bytesMax) {
        return options.retry().run(() -> fetchOnce(request, bytesMax), () -> 0L);
    }

    private Small fetchOnce(Request request, int bytesMax) throws TransientFailure {
        try (Answer answer = open("GET", request)) {
            requireSuccess(request.uri(), answer);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[READ_BYTES];
            for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
                if (content.size() + n > bytesMax) {
                    throw new DownloadException(
                            Reason.MALFORMED,
                            request.uri() + ": the answer is longer than " + bytesMax + " bytes",
                            null);
                }
                content.write(buffer, 0, n);
            }
            return new Small(answer.hops(), content.toByteArray());
        } catch (IOException e) {
            throw broken(request.uri(), e);
        }
    }

    /**
     * Asks for the headers alone, trying again as the policy says. A redirect to another origin is
     * not followed but is the answer: content networks often refuse this method.
     */
    public Small head(Request request) {
        return options.retry()
                .run(
                        () -> {
                            try (Answer answer = open("HEAD", request)) {
                                if (!isRedirect(answer.status())) {
                                    requireSuccess(request.uri(), answer);
                                }
                                return new Small(answer.hops(), new byte[0]);
                            } catch (IOException e) {
                                throw broken(request.uri(), e);
                            }
                        },
                        () -> 0L);
    }

    /** Sends once and follows redirects; any status but a redirect is the caller's to judge. */
    Answer open(String method, Request request) throws TransientFailure {
        URI uri = request.uri();
        Origin home = Origin.of(uri);
        List<HttpHeaders> hops = new ArrayList<>();
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            requireAllowed(uri);
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(uri)
                            .timeout(options.answerTimeout())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("User-Agent", "mote");
            request.headers().forEach(builder::header);
            if (request.authorization() != null && Origin.of(uri).equals(home)) {
                builder.header("Authorization", request.authorization());
            }
            HttpResponse<InputStream> response = send(uri, builder.build());
            hops.add(response.headers());
            String location = response.headers().firstValue("location").orElse("");
            boolean redirect = isRedirect(response.statusCode()) && !location.isEmpty();
            URI next = redirect ? target(uri, location) : uri;
            if (!redirect || (method.equals("HEAD") && !Origin.of(next).equals(home))) {
                InputStream body = new StallGuard(response.body(), options.stallTimeout());
                return new Answer(uri, response.statusCode(), List.copyOf(hops), body);
            }
            discard(response.body());
            uri = next;
        }
        throw new DownloadException(
                Reason.MALFORMED,
                request.uri() + ": more than " + REDIRECTS_MAX + " redirects",
                null);
    }

    private HttpResponse<InputStream> send(URI uri, HttpRequest request) throws TransientFailure {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(uri, e);
        } catch (IOException e) {
            throw broken(uri, e);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI target(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new DownloadException(
                    Reason.MALFORMED, from + ": redirects to something not a URL", e);
        }
        if (to.getHost() == null) {
            throw new DownloadException(
                    Reason.MALFORMED, from + ": redirects to an address without a host", null);
        }
        if ("https".equalsIgnoreCase(from.getScheme())
                && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new DownloadException(
                    Reason.INSECURE,
                    from + ": redirects to " + to.getHost() + " without https",
                    null);
        }
        return to;
    }

    private void requireAllowed(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        boolean https = scheme.equalsIgnoreCase("https");
        boolean http = scheme.equalsIgnoreCase("http");
        if (https || (http && (options.allowHttp() || Origin.of(uri).isLoopback()))) {
            return;
        }
        throw new DownloadException(
                Reason.INSECURE,
                uri
                        + (http
                                ? ": is not encrypted; use https:, or set MOTE_ALLOW_HTTP=1 if you"
                                        + " trust the network between"
                                : ": is neither https nor http"),
                null);
    }

    private static void discard(InputStream body) {
        try (body) {
            body.readNBytes(READ_BYTES);
        } catch (IOException e) {
            // Only the connection's reuse is lost.
        }
    }

    /** Passes 200 to 299 and turns every other status into its failure. */
    void requireSuccess(URI asked, Answer answer) throws TransientFailure {
        if (answer.status() / 100 != 2) {
            throw HttpFailures.of(asked, answer);
        }
    }

    /** A connection that broke: most are worth another try. */
    TransientFailure broken(URI uri, IOException cause) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(uri, cause);
        }
        // Of the failures of encryption only distrust is final: a host that is restarted or a line
        // that breaks ends a handshake just as well.
        if (cause instanceof SSLException && hasCause(cause, GeneralSecurityException.class)) {
            throw HttpFailures.untrusted(uri, cause);
        }
        if (cause instanceof ConnectException
                && hasCause(cause, UnresolvedAddressException.class)) {
            throw HttpFailures.unknownHost(uri, cause);
        }
        return HttpFailures.connection(uri, cause);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static DownloadException interrupted(URI uri, Exception cause) {
        return new DownloadException(
                Reason.INTERRUPTED,
                "download from "
                        + uri.getHost()
                        + " interrupted; what arrived is kept, pull again to go on",
                cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
