package dev.mote.serve.observe;

import dev.mote.serve.LogOptions;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a line for each request: its time, id, method, known path, status and duration; what was
 * asked only if it is told to.
 */
public final class RequestLog {
    /** In the request to choose the id, in the answer to tell it. */
    public static final String ID_HEADER = "x-request-id";

    private static final String VERSION = "/v1";
    private static final int PROMPT_BYTES_MAX = 16 << 10;
    private static final int ID_BYTES = 12;

    private final LogOptions options;
    private final SecureRandom random = new SecureRandom();

    /** To where the options say. */
    public RequestLog(LogOptions options) {
        this.options = options;
    }

    /** The id that the client chose, if it is one that a log can hold; else a fresh one. */
    public String id(Exchange exchange) {
        return exchange.header(ID_HEADER)
                .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
                .orElseGet(() -> {
                    byte[] bytes = new byte[ID_BYTES];
                    random.nextBytes(bytes);
                    return "req_" + HexFormat.of().formatHex(bytes);
                });
    }

    /**
     * A request has been answered.
     *
     * @param path as the server knows it; strangers cannot write others into the log
     * @param note what went wrong; null for nothing
     */
    public void answered(
            Exchange exchange,
            String id,
            String path,
            int status,
            double seconds,
            @Nullable String note) {
        String method = exchange.method().matches("[A-Z]{1,10}") ? exchange.method() : "?";
        boolean versioned = path.startsWith("/") && exchange.path().startsWith(VERSION + "/");
        String shown = versioned ? VERSION + path : path;
        String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        String prompt = options.prompts() ? prompt(exchange) : "";
        if (!options.json()) {
            options.sink()
                    .accept(
                            String.format(
                                    Locale.ROOT,
                                    "%s %s %s %d %.0f ms%s %s%s",
                                    time,
                                    method,
                                    shown,
                                    status,
                                    seconds * 1000,
                                    note == null ? "" : " " + note,
                                    id,
                                    prompt.isEmpty() ? "" : " " + Reply.jsonText(prompt)));
            return;
        }
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("time", time);
        line.put("id", id);
        line.put("method", method);
        line.put("path", shown);
        line.put("status", status);
        line.put("ms", Math.round(seconds * 1000));
        if (note != null) {
            line.put("note", note);
        }
        if (!prompt.isEmpty()) {
            line.put("request", prompt);
        }
        options.sink().accept(Reply.jsonText(line));
    }

    /** Something else happened, such as that a model was opened. */
    public void event(String text) {
        options.sink()
                .accept(
                        options.json()
                                ? Reply.jsonText(
                                        Map.of(
                                                "time",
                                                Instant.now()
                                                        .truncatedTo(ChronoUnit.MILLIS)
                                                        .toString(),
                                                "event",
                                                text))
                                : text);
    }

    private static String prompt(Exchange exchange) {
        byte[] body = exchange.readBody();
        int length = Math.min(body.length, PROMPT_BYTES_MAX);
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        return length < body.length ? text + "…" : text;
    }
}
