package dev.mote.bundle.http;

import static dev.mote.bundle.DownloadException.Reason;

import dev.mote.bundle.DownloadException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** What a failed request means to a person, and whether another try may mend it. */
final class HttpFailures {
    private static final String OFFLINE =
            "; check the network and proxy settings (models that are already here run without any)";

    private HttpFailures() {}

    /**
     * The failure of a status.
     *
     * @return one that another try may mend
     * @throws DownloadException one that it will not
     */
    static TransientFailure of(URI asked, Answer answer) {
        int status = answer.status();
        String where = asked + ": " + answer.uri().getHost() + " answered " + status;
        return switch (status) {
            case 401, 403 ->
                    throw new DownloadException(
                            Reason.UNAUTHORISED,
                            where + "; " + HttpFailures.credentialsRemedy(asked),
                            null);
            case 407 ->
                    throw new DownloadException(
                            Reason.UNAUTHORISED,
                            where
                                    + "; put user:password@ into the proxy's URL and start java"
                                    + " with -Djdk.http.auth.tunneling.disabledSchemes=",
                            null);
            case 404, 410 ->
                    throw new DownloadException(
                            Reason.NOT_FOUND,
                            where + "; it does not exist there or is private",
                            null);
            case 408, 425 ->
                    new TransientFailure(
                            new DownloadException(Reason.TIMED_OUT, where + "; try again", null),
                            retryAfter(answer));
            case 429 ->
                    new TransientFailure(
                            new DownloadException(
                                    Reason.RATE_LIMITED,
                                    where + " (too many requests); wait a while and pull again",
                                    null),
                            retryAfter(answer));
            default -> {
                DownloadException failure =
                        new DownloadException(
                                Reason.SERVER_ERROR,
                                where
                                        + (status >= 500
                                                ? "; the host has a problem, try again later"
                                                : "; expected the file"),
                                null);
                if (status < 500 || status == 501 || status == 505) {
                    throw failure;
                }
                yield new TransientFailure(failure, retryAfter(answer));
            }
        };
    }

    private static String credentialsRemedy(URI asked) {
        String path = String.valueOf(asked.getPath());
        return path.contains("/resolve/") || path.startsWith("/api/models/")
                ? "it does not exist, is private or wants its terms accepted on its page: check the"
                        + " name and set HF_TOKEN"
                : "check the credentials for this host (.npmrc for npm registries)";
    }

    private static @Nullable Duration retryAfter(Answer answer) {
        String text = answer.header("retry-after").orElse("").strip();
        return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : null;
    }

    static DownloadException untrusted(URI uri, IOException cause) {
        return new DownloadException(
                Reason.UNREACHABLE,
                uri.getHost()
                        + ": no trusted encrypted connection ("
                        + cause.getMessage()
                        + "); if your network has a certificate authority of its own, name its PEM"
                        + " file in SSL_CERT_FILE or NODE_EXTRA_CA_CERTS",
                cause);
    }

    static DownloadException unknownHost(URI uri, IOException cause) {
        return new DownloadException(
                Reason.UNREACHABLE, uri.getHost() + ": host not found" + OFFLINE, cause);
    }

    static TransientFailure connection(URI uri, IOException cause) {
        boolean timeout = cause instanceof HttpTimeoutException;
        String detail = cause.getMessage() == null ? "no connection" : cause.getMessage();
        return new TransientFailure(
                new DownloadException(
                        timeout ? Reason.TIMED_OUT : Reason.UNREACHABLE,
                        uri.getHost() + ": " + detail + OFFLINE,
                        cause),
                null);
    }
}
