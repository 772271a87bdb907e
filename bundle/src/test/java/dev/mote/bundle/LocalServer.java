package dev.mote.bundle;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on this device's loopback that misbehaves as told: cuts bodies, stalls,
 * ignores ranges. One request a connection. Made of a plain socket, because a well-behaved server
 * will not do these things.
 */
public final class LocalServer implements Closeable {
    /** What a client asked. */
    public record Asked(String method, String path, Map<String, String> headers) {
        /** A header's value, or the empty text. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /**
     * What to answer.
     *
     * @param sendBytes bytes of the body to send before the connection is cut
     * @param stallMs wait after those bytes, before the cut
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from test to socket, never compared
    public record Reply(
            int status, Map<String, String> headers, byte[] body, int sendBytes, long stallMs) {
        /** An answer that is sent whole. */
        public static Reply of(int status, byte[] body) {
            return new Reply(status, Map.of(), body, Integer.MAX_VALUE, 0);
        }

        /** A text that is sent whole. */
        public static Reply text(int status, String body) {
            return of(status, body.getBytes(StandardCharsets.UTF_8));
        }

        /** A redirect. */
        public static Reply redirect(String location) {
            return text(302, "moved").with("Location", location);
        }

        /** The same with one header more. */
        public Reply with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body, sendBytes, stallMs);
        }

        /** The same, cut after so many bytes of the body. */
        public Reply cutAfter(int bytes) {
            return new Reply(status, headers, body, bytes, stallMs);
        }

        /** The same, waiting before the cut. */
        public Reply stalling(long ms) {
            return new Reply(status, headers, body, sendBytes, ms);
        }

        /** A file as a good server sends it, ranges and If-Range included. */
        public static Reply file(Asked asked, byte[] content, String etag) {
            String range = asked.header("range");
            String condition = asked.header("if-range");
            if (range.isEmpty() || !(condition.isEmpty() || condition.equals(etag))) {
                return of(200, content).with("ETag", etag);
            }
            int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            byte[] rest = java.util.Arrays.copyOfRange(content, from, content.length);
            return of(206, rest)
                    .with("ETag", etag)
                    .with(
                            "Content-Range",
                            "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
    }

    private final ServerSocket socket;
    private final Map<String, Function<Asked, Reply>> routes = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Starts a server. */
    public LocalServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers a path. */
    public LocalServer route(String path, Function<Asked, Reply> answer) {
        routes.put(path, answer);
        return this;
    }

    /** Its address by number, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Its address by name: another origin to a client. */
    public String otherUrl() {
        return "http://localhost:" + socket.getLocalPort();
    }

    /** Every request so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The requests for a path. */
    public List<Asked> asked(String path) {
        return asked.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Asked request = read(client.getInputStream());
            asked.add(request);
            Function<Asked, Reply> answer =
                    routes.getOrDefault(request.path(), any -> Reply.text(404, "none"));
            write(client.getOutputStream(), request, answer.apply(request));
        } catch (IOException | InterruptedException e) {
            // The client went away, as several tests make it.
        }
    }

    private static Asked read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            head.append((char) c);
        }
        List<String> lines = head.toString().lines().toList();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String[] first = lines.getFirst().split(" ", -1);
        return new Asked(first[0], first[1], headers);
    }

    private static void write(OutputStream raw, Asked request, Reply reply)
            throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(raw);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " x\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (!reply.headers().containsKey("Transfer-Encoding")) {
            head.append("Content-Length: " + reply.body().length + "\r\n");
        }
        out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        if (!request.method().equals("HEAD")) {
            out.write(reply.body(), 0, Math.min(reply.sendBytes(), reply.body().length));
        }
        out.flush();
        Thread.sleep(reply.stallMs());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
