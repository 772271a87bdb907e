package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What OpenTelemetry's exporter tells a receiver, and that it tells nothing unless it is asked. */
class TelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** An OTLP receiver over HTTP that keeps what it gets; in protobuf, texts lie as they are. */
    private static final class Receiver implements AutoCloseable {
        private final ServerSocket socket;
        private final List<String> requests = new CopyOnWriteArrayList<>();

        Receiver() throws IOException {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    Thread.ofVirtual().start(() -> serve(connection));
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        private void serve(Socket connection) {
            try (connection) {
                InputStream in = connection.getInputStream();
                while (true) {
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        int next = in.read();
                        if (next < 0) {
                            return;
                        }
                        head.append((char) next);
                    }
                    int length =
                            head.toString()
                                    .lines()
                                    .filter(l ->
                                            l.toLowerCase(Locale.ROOT)
                                                    .startsWith("content-length:"))
                                    .mapToInt(l -> Integer.parseInt(l.substring(15).strip()))
                                    .findFirst()
                                    .orElse(0);
                    byte[] body = in.readNBytes(length);
                    requests.add(head + new String(body, StandardCharsets.ISO_8859_1));
                    connection
                            .getOutputStream()
                            .write(
                                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String all(String path) {
            return String.join(
                    "\n", requests.stream().filter(r -> r.startsWith("POST " + path)).toList());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void tellsSpansAndMetricsWithoutAnyText() throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver()) {
            OtlpOptions target =
                    OtlpOptions.of(
                                    Map.of(
                                            "OTEL_EXPORTER_OTLP_ENDPOINT",
                                            "http://localhost:" + receiver.socket.getLocalPort(),
                                            "OTEL_EXPORTER_OTLP_HEADERS",
                                            "x-token=abc",
                                            "OTEL_SERVICE_NAME",
                                            "the-kiosk"),
                                    Optional.empty())
                            .orElseThrow();
            try (TestServer server = TestServer.start(ServerOptions.LOCAL.withOtlp(target))) {
                String body =
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"a secret word\"}],"
                                + "\"max_tokens\":5,\"seed\":7}";
                HttpRequest request =
                        server.request("/v1/chat/completions")
                                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build();
                server.client.send(request, HttpResponse.BodyHandlers.ofString());
                server.post("/v1/embeddings", "{\"model\":\"tiny-bert\",\"input\":\"secret\"}");
                server.post("/v1/chat/completions", "{\"secret\":1}");
            }
            String spans = receiver.all("/v1/traces");
            assertThat(spans)
                    .contains("chat tiny", "embeddings tiny-bert", "the-kiosk", "x-token: abc")
                    .contains("gen_ai.operation.name", "gen_ai.request.model")
                    .contains("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
                    .contains("gen_ai.response.finish_reasons", "gen_ai.request.seed")
                    .contains("error.type", "missing_parameter")
                    .contains(
                            new String(
                                    java.util.HexFormat.of().parseHex(TRACE),
                                    StandardCharsets.ISO_8859_1));
            String metrics = receiver.all("/v1/metrics");
            assertThat(metrics)
                    .contains("gen_ai.server.request.duration")
                    .contains("gen_ai.server.time_to_first_token")
                    .contains("gen_ai.server.time_per_output_token")
                    .contains("gen_ai.client.token.usage");
            assertThat(spans + metrics).doesNotContain("secret word");
        }
    }

    @Test
    void isOffUntilItIsConfigured() {
        assertThat(OtlpOptions.of(Map.of(), Optional.empty())).isEmpty();
        assertThat(
                        OtlpOptions.of(
                                Map.of("OTEL_SDK_DISABLED", "true"),
                                Optional.of("http://localhost:4318")))
                .isEmpty();
        assertThat(ServerOptions.LOCAL.otlp()).isEmpty();
    }

    @Test
    void saysWhatItDoesNotOffer() {
        assertThatThrownBy(() -> OtlpOptions.of(Map.of(), Optional.of("localhost:4318")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with http:// or https://");
        assertThatThrownBy(() ->
                        OtlpOptions.of(
                                Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
                                Optional.of("http://localhost:4317")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http/protobuf alone");
    }
}
