package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Connections are kept, and what hangs on them ends with them. */
class ConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Answers without end, but for the context. */
    private static String endless(TestServer server) {
        String bias =
                server.chatModel().tokenizer().endOfGeneration().stream()
                        .map(token -> "\"" + token + "\":-100")
                        .collect(Collectors.joining(","));
        return "{\"prompt\":\"go on\",\"stream\":true,\"n\":16,\"max_tokens\":1000,\"logit_bias\":{"
                + bias
                + "}}";
    }

    private static Socket ask(TestServer server, String body) throws IOException {
        Socket socket = new Socket(server.server.uri().getHost(), server.server.port());
        socket.setSoTimeout(10_000);
        send(socket, "POST /v1/completions", body);
        return socket;
    }

    private static void send(Socket socket, String what, String body) throws IOException {
        String request =
                what
                        + " HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void awaitNoSequence(TestServer server) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (server.chatModel().sequenceMemory().sequences() > 0) {
            assertThat(System.nanoTime()).as("the sequence is freed").isLessThan(end);
            Thread.sleep(2);
        }
        assertThat(server.chatModel().sequenceMemory().bytes()).isZero();
    }

    @Test
    void aClientThatGoesFreesItsSequence() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            for (int i = 0; i < 5; i++) {
                try (Socket socket = ask(server, endless(server))) {
                    BufferedReader in = reader(socket);
                    while (!in.readLine().startsWith("data: ")) {
                        // until the answer is under way
                    }
                    assertThat(server.chatModel().sequenceMemory().sequences()).isOne();
                    assertThat(server.chatModel().sequenceMemory().bytes()).isPositive();
                }
                awaitNoSequence(server);
            }
            assertThat(TestServer.json(server.get("/status"), 200)).containsEntry("sequences", 0L);
        }
    }

    /** A stream that nobody reads fills the socket, and is cut when its time is over. */
    @Test
    void aClientThatDoesNotReadHoldsNothingForLong() throws IOException, InterruptedException {
        ServerLimits limits =
                ServerLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        try (TestServer server = TestServer.start(ServerOptions.LOCAL.withLimits(limits))) {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    silent.add(ask(server, endless(server)));
                }
                HttpResponse<String> other =
                        server.post("/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":3}");
                assertThat(other.statusCode()).isEqualTo(200);
                long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (server.chatModel().sequenceMemory().sequences() > 0) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    Thread.sleep(20);
                }
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (TestServer server = TestServer.start();
                Socket socket =
                        ask(server, "{\"prompt\":\"a\",\"max_tokens\":2,\"stream\":true}")) {
            BufferedReader in = reader(socket);
            int answers = 0;
            for (int i = 0; i < 4; i++) {
                assertThat(in.readLine()).startsWith("HTTP/1.1 200");
                String line = in.readLine();
                while (!line.equals("data: [DONE]")) {
                    line = in.readLine();
                }
                while (!line.equals("0")) { // the end of the chunks
                    line = in.readLine();
                }
                assertThat(in.readLine()).isEmpty();
                answers++;
                send(
                        socket,
                        "POST /v1/completions",
                        "{\"prompt\":\"b\",\"max_tokens\":2,\"stream\":true}");
            }
            assertThat(answers).isEqualTo(4);
        }
    }

    @Test
    void healthTellsThatItDrains() throws IOException, InterruptedException {
        TestServer server = TestServer.start();
        Socket socket = ask(server, endless(server));
        Socket idle = new Socket(server.server.uri().getHost(), server.server.port());
        try {
            BufferedReader in = reader(socket);
            while (!in.readLine().startsWith("data: ")) {
                // until the answer is under way
            }
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            Thread closing = Thread.ofVirtual().start(server.server::close);
            long end = System.nanoTime() + SOON.toNanos();
            HttpResponse<String> health = server.get("/health");
            while (health.statusCode() == 200) {
                assertThat(System.nanoTime()).isLessThan(end);
                health = server.get("/health");
            }
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("stopping");
            HttpResponse<String> late = server.post("/v1/completions", "{\"prompt\":\"a\"}");
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            socket.close();
            closing.join(Duration.ofSeconds(20));
            assertThat(closing.isAlive()).isFalse();
        } finally {
            socket.close();
            idle.close();
            server.close();
        }
    }
}
