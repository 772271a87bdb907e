package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a server tells of itself, and how it takes on work and ends. */
class ObservationTest {
    private static String chat(int tokens) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"a secret word\"}],\"max_tokens\":"
                + tokens
                + "}";
    }

    @Test
    void countsRequestsAndTokens() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.post("/v1/chat/completions", chat(5));
            server.get("/made/up");
            server.awaitLines(2);
            String metrics = server.get("/metrics").body();
            assertThat(metrics)
                    .contains("mote_requests_total{path=\"/chat/completions\",status=\"200\"} 1\n")
                    .contains("mote_requests_total{path=\"other\",status=\"404\"} 1\n")
                    .contains("mote_answer_tokens_total 5\n")
                    .contains("mote_time_to_first_token_seconds_count 1\n")
                    .doesNotContain("made");
            assertThat(TestServer.json(server.get("/status"), 200)).containsEntry("active", 0L);
        }
    }

    @Test
    void logsNoText() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.post("/v1/chat/completions", chat(2));
            server.post("/v1/chat/completions", "{\"secret\":1}");
            server.get("/secret");
            server.awaitLines(3);
            assertThat(server.log).hasSize(3);
            assertThat(String.join("\n", server.log))
                    .contains("POST /v1/chat/completions 200")
                    .doesNotContain("secret");
        }
    }

    @Test
    void describesEveryPath() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            Map<String, ?> paths =
                    TestServer.map(TestServer.json(server.get("/openapi.json"), 200), "paths");
            for (String path : paths.keySet()) {
                String tried = path.replace("{id}", TestServer.CHAT);
                boolean get = TestServer.map(paths, path).containsKey("get");
                HttpResponse<String> response =
                        get ? server.get(tried) : server.post(tried, "{\"no\":1}");
                assertThat(response.statusCode()).as(tried).isIn(200, 400, 404);
                // What is not kept is not there, but the path is.
                assertThat(response.body()).as(tried).doesNotContain("\"not_found\"");
            }
            assertThat(paths).hasSize(16);
        }
    }

    @Test
    void showsAPageThatLoadsNothingElse() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            HttpResponse<String> page = server.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .contains("script-src 'sha256-");
            assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick=\"");
        }
    }

    @Test
    void refusesWhatItCannotTakeOn() throws IOException, InterruptedException {
        ServerLimits limits = ServerLimits.DEFAULT.withConcurrency(1, 0);
        try (TestServer server = TestServer.start(ServerOptions.LOCAL.withLimits(limits))) {
            HttpRequest slow = stream(server);
            CompletableFuture<HttpResponse<java.util.stream.Stream<String>>> first =
                    server.client.sendAsync(slow, HttpResponse.BodyHandlers.ofLines());
            try (java.util.stream.Stream<String> lines = first.join().body()) {
                assertThat(lines.iterator().next()).startsWith("data: ");
                HttpResponse<String> second = server.post("/v1/chat/completions", chat(2));
                assertThat(TestServer.error(second, 429).get("code")).isEqualTo("server_busy");
                assertThat(second.headers().firstValue("Retry-After")).contains("2");
            }
        }
    }

    private static HttpRequest stream(TestServer server) {
        String body = chat(900).replace("{\"messages\"", "{\"n\":16,\"stream\":true,\"messages\"");
        return server.request("/v1/chat/completions")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void endsAnswersThatTakeTooLong() throws IOException, InterruptedException {
        ServerLimits limits =
                ServerLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        try (TestServer server = TestServer.start(ServerOptions.LOCAL.withLimits(limits))) {
            Map<?, ?> error = TestServer.error(server.post("/v1/chat/completions", chat(900)), 504);
            assertThat(error.get("code")).isEqualTo("request_timeout");
        }
    }

    @Test
    void finishesAnswersBeforeItEnds() throws IOException, InterruptedException {
        TestServer server = TestServer.start();
        CompletableFuture<HttpResponse<String>> answer =
                server.client.sendAsync(stream(server), HttpResponse.BodyHandlers.ofString());
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!server.get("/status").body().contains("\"active\":1")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
        server.server.close();
        List<String> events = TestServer.events(answer.join());
        assertThat(events.getLast()).isEqualTo("[DONE]");
        assertThat(Json.parseObject("event", events.getFirst())).containsKey("choices");
        server.close();
    }

    @Test
    void addressesThatOthersReachNeedAKey() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        new ServerOptions(
                                java.net.InetAddress.ofLiteral("0.0.0.0"),
                                0,
                                java.util.Optional.empty(),
                                List.of(),
                                ServerLimits.DEFAULT,
                                LogOptions.NONE,
                                java.util.Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set a key");
    }
}
