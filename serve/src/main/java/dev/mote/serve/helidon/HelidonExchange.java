package dev.mote.serve.helidon;

import dev.mote.serve.ServerLimits;
import dev.mote.serve.wire.ClientGoneException;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request and response of Helidon's. */
final class HelidonExchange implements Exchange {
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerRequest request;
    private final ServerResponse response;
    private final ServerLimits limits;
    private @Nullable HelidonEvents events;
    private final List<Runnable> atEnd = new ArrayList<>();
    private String caller = "";
    private byte[] readBody = {};
    private int status;

    HelidonExchange(ServerRequest request, ServerResponse response, ServerLimits limits) {
        this.request = request;
        this.response = response;
        this.limits = limits;
    }

    @Override
    public String method() {
        return request.prologue().method().text();
    }

    @Override
    public String path() {
        return request.prologue().uriPath().rawPath();
    }

    @Override
    public Map<String, String> query() {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String name : request.query().names()) {
                values.put(name, request.query().first(name).orElse(""));
            }
        } catch (IllegalArgumentException e) { // half an escape
            throw Refusal.of(400, "malformed_query", "the query of the address cannot be decoded");
        }
        return values;
    }

    @Override
    public String caller() {
        return caller;
    }

    @Override
    public void admit(String name) {
        caller = name;
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public byte[] body() {
        long declared = request.headers().contentLength().orElse(0);
        if (declared > limits.bodyBytesMax()) {
            throw tooLarge();
        }
        long deadline = System.nanoTime() + limits.bodyTimeMax().toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK_BYTES); // not as declared
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = request.content().inputStream()) {
            int count = in.read(chunk);
            while (count >= 0) {
                body.write(chunk, 0, count);
                if (body.size() > limits.bodyBytesMax()) {
                    throw tooLarge();
                }
                if (System.nanoTime() > deadline) {
                    throw tooSlow();
                }
                count = in.read(chunk);
            }
        } catch (UncheckedIOException | IOException e) {
            throw broken(e);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) { // of the library, which has many kinds for a malformed body
            throw malformed(e);
        }
        readBody = body.toByteArray();
        return readBody;
    }

    @Override
    public byte[] readBody() {
        return readBody;
    }

    private RuntimeException malformed(RuntimeException failure) {
        if (isTimeout(failure)) {
            return tooSlow();
        }
        if (failure instanceof DataReader.InsufficientDataAvailableException) {
            return new ClientGoneException(failure);
        }
        if (status(failure) == 413) {
            return tooLarge();
        }
        response.header(HeaderValues.CONNECTION_CLOSE);
        return Refusal.of(400, "malformed_http", "the body cannot be read as it was sent");
    }

    /** What the library itself would answer; 0 for nothing. */
    private static int status(RuntimeException failure) {
        return switch (failure) {
            case HttpException e -> e.status().code();
            case RequestException e -> e.status().code();
            default -> 0;
        };
    }

    private RuntimeException broken(Exception failure) {
        return isTimeout(failure) ? tooSlow() : new ClientGoneException(failure);
    }

    private static boolean isTimeout(Exception failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SocketTimeoutException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private Refusal tooLarge() {
        response.header(HeaderValues.CONNECTION_CLOSE); // the rest of the body is not read
        return Refusal.of(
                413,
                "body_too_large",
                "the body is larger than the %d bytes allowed".formatted(limits.bodyBytesMax()));
    }

    private Refusal tooSlow() {
        response.header(HeaderValues.CONNECTION_CLOSE);
        return Refusal.of(
                408,
                "body_too_slow",
                "the body did not arrive within %d ms".formatted(limits.bodyTimeMax().toMillis()));
    }

    @Override
    public void answerHeader(String name, String value) {
        response.header(name, value);
    }

    @Override
    public void reply(Reply reply) {
        status = reply.status();
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), reply.type());
        try {
            response.send(reply.body());
        } catch (UncheckedIOException | CloseConnectionException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public EventStream events() {
        HelidonEvents old = events;
        if (old != null) {
            return old;
        }
        status = 200;
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL.defaultCase(), "no-cache");
        HelidonEvents begun = new HelidonEvents(response.outputStream());
        events = begun;
        return begun;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean streaming() {
        return events != null;
    }

    @Override
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    /** Does what was to be done at the end. */
    void release() {
        atEnd.forEach(Runnable::run);
        atEnd.clear();
    }

    /** Ends a stream that is still open; closes the connection if there was nothing to say. */
    void end() {
        if (status == 0) {
            throw new CloseConnectionException("nobody is left to answer");
        }
        if (events != null) {
            events.close();
        }
    }
}
