package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bytes that no proper client sends are refused, and the server goes on. */
class HostileHttpTest {
    private static final int CONNECTIONS_MAX = 20;
    private static TestServer server;

    @BeforeAll
    static void start() {
        ServerLimits usual = ServerLimits.DEFAULT;
        ServerLimits limits =
                new ServerLimits(
                        1 << 16,
                        0,
                        4,
                        8,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(700),
                        CONNECTIONS_MAX,
                        Duration.ofSeconds(2),
                        usual.kept());
        server = TestServer.start(ServerOptions.LOCAL.withLimits(limits));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theServerLives() throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(server.server.uri().getHost(), server.server.port());
        socket.setSoTimeout(4000);
        return socket;
    }

    private static String raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes back until the server closes; what it closes at once gives nothing. */
    private static String raw(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // It has heard enough; the answer may lie there already.
            }
            return rest(socket.getInputStream());
        }
    }

    private static String rest(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            int count = in.read(part);
            while (count >= 0 && all.size() < 1 << 16) {
                all.write(part, 0, count);
                count = in.read(part);
            }
        } catch (SocketTimeoutException | SocketException e) {
            // Open or reset: what came is what there is.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String post(String headers, String body) {
        return "POST /tokenize HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + "\r\n"
                + body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 15\r\nContent-Length: 3\r\n",
                "Content-Length: 15\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: +15\r\n",
                "Content-Length: 15, 3\r\n",
                "Content-Length: 0x0f\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length : 15\r\n",
                " Content-Length: 15\r\n",
                "Content Length: 15\r\n",
                "X: a\rContent-Length: 15\r\n",
                "X: \u0000\r\n",
            })
    void ambiguousLengthsAreRefused(String headers) throws IOException {
        String smuggled = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String answer = raw(post(headers, "{\"content\":\"a\"}" + smuggled));
        assertThat(answer.split("HTTP/1.1 200", -1).length - 1)
                .as("at most the request itself is answered: %s", answer)
                .isLessThanOrEqualTo(1);
        assertThat(answer).doesNotContain("\"object\":\"list\"").doesNotContain("HTTP/1.1 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n{}\r\n0\r\n\r\n",
                "-1\r\n{}\r\n0\r\n\r\n",
                "ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "7fffffff\r\n{}\r\n0\r\n\r\n",
                "2;x=y\nab\r\n0\r\n\r\n",
                "2\r\n{}xx\r\n0\r\n\r\n",
            })
    void malformedChunksAreRefused(String body) throws IOException {
        String answer = raw(post("Transfer-Encoding: chunked\r\n", body));
        assertThat(answer).matches("(?s)|HTTP/1\\.1 4.*");
    }

    @Test
    void invalidUtf8IsRefusedAsSuch() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"content\":\"".getBytes(StandardCharsets.US_ASCII));
        body.write(new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
        body.write("\"}".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(
                post("Content-Length: " + body.size() + "\r\n", "")
                        .getBytes(StandardCharsets.US_ASCII));
        request.write(body.toByteArray());
        assertThat(raw(request.toByteArray())).startsWith("HTTP/1.1 400").contains("invalid_json");
    }

    /** Bodies are taken as they are: there is nothing that could swell. */
    @Test
    void compressedBodiesAreNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 256; i++) {
                gzip.write(new byte[1 << 16]);
            }
        }
        for (String encoding : List.of("gzip", "deflate", "br", "gzip, gzip")) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(
                    post(
                                    "Content-Encoding: %s\r\nContent-Length: %d\r\n"
                                            .formatted(encoding, bomb.size()),
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            request.write(bomb.toByteArray());
            assertThat(raw(request.toByteArray())).as(encoding).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void slowHeadersAndBodiesEndInTime() throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (String begun : List.of("GET /hea", "POST /tokenize HTTP/1.1\r\nHost: localhost\r\n")) {
            assertThat(raw(begun)).doesNotContain("HTTP/1.1 2");
        }
        String head = post("Content-Length: 5000\r\n", "");
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 8; i++) { // each byte in time, all of them not
                try {
                    socket.getOutputStream().write('{');
                } catch (SocketException e) {
                    break; // it has given up
                }
                Thread.sleep(200);
            }
            assertThat(rest(socket.getInputStream())).matches("(?s)|HTTP/1\\.1 408.*");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void tooManyConnectionsDoNotStopTheOthers() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * CONNECTIONS_MAX; i++) {
                idle.add(connect());
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models/..%2f..%2fetc%2fpasswd HTTP/1.1",
                "GET /v1/models/%00 HTTP/1.1",
                "GET /v1/responses/../../etc/passwd HTTP/1.1",
                "GET /;/v1/models HTTP/1.1",
                "GET http://evil.example/v1/models HTTP/1.1",
                "GET * HTTP/1.1",
                "TRACE / HTTP/1.1",
                "CONNECT localhost:80 HTTP/1.1",
                "PRI * HTTP/2.0",
                "OPTIONS * HTTP/1.1",
                "GET /health",
                "GET  /health HTTP/1.1",
                "GET /%c0%ae%c0%ae/ HTTP/1.1",
                "\u0016\u0003\u0001\u0002\u0000\u0001"
            })
    void tricksOfPathsAndMethodsAreRefused(String line) throws IOException {
        String answer = raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)|HTTP/1\\.1 4.*");
        assertThat(answer).doesNotContain("root:");
    }

    @Test
    void hostMustBeThereAndBeOne() throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        String two =
                String.join(
                        "\r\n",
                        "GET /health HTTP/1.1",
                        "Host: evil",
                        "Host: localhost",
                        "Connection: close",
                        "",
                        "");
        assertThat(raw(two)).startsWith("HTTP/1.1 4");
    }
}
