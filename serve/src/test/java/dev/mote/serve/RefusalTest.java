package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.serve.access.KeyHash;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a server says no to; after each no it goes on. */
class RefusalTest {
    private static final String MALFORMED_CHUNK =
            """
            POST /tokenize HTTP/1.1\r
            Host: localhost\r
            Transfer-Encoding: chunked\r
            \r
            zz\r
            """;

    private static final String CHAT = "/v1/chat/completions";
    private static final String KEY = "a-key-of-enough-characters";
    private static TestServer server;
    private static TestServer locked;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        ServerOptions.LOCAL.withLimits(
                                ServerLimits.DEFAULT
                                        .withSizes(20_000, 100)
                                        .withTimes(
                                                Duration.ofSeconds(5),
                                                Duration.ofSeconds(60),
                                                Duration.ofMillis(700),
                                                Duration.ofSeconds(5))));
        locked = TestServer.start(ServerOptions.LOCAL.withKeys(List.of(KeyHash.of(KEY))));
    }

    @AfterAll
    static void stop() {
        server.close();
        locked.close();
    }

    @AfterEach
    void stillAnswers() throws IOException, InterruptedException {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    private static String chat(String further) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":2"
                + further
                + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"frobnicate\":1|frobnicate|unknown_parameter",
                "\"temperature\":\"hot\"|temperature|invalid_type",
                "\"temperature\":3|temperature|invalid_value",
                "\"temperature\":1e300|temperature|invalid_value",
                "\"n\":100|n|invalid_value",
                "\"n\":1.5|n|invalid_value",
                "\"seed\":99999999999999999999|seed|invalid_value",
                "\"top_logprobs\":3|top_logprobs|invalid_value",
                "\"logit_bias\":{\"x\":1}|logit_bias.x|invalid_value",
                "\"logit_bias\":{\"1\":1000}|logit_bias.1|invalid_value",
                "\"logit_bias\":[]|logit_bias|invalid_type",
                "\"stop\":[1]|stop|invalid_type",
                "\"stream_options\":{}|stream_options|unsupported_parameter",
                "\"stream\":true,\"stream_options\":{\"x\":1}|stream_options.x|unknown_parameter",
                "\"audio\":{}|audio|unsupported_parameter",
                "\"store\":true|store|unsupported_parameter",
                "\"max_completion_tokens\":5|max_tokens|invalid_value",
                "\"chat_template_kwargs\":{\"messages\":[]}|chat_template_kwargs|invalid_value",
            })
    void namesTheParameterAtFault(String further, String parameter, String code)
            throws IOException, InterruptedException {
        Map<?, ?> error = TestServer.error(server.post(CHAT, chat("," + further)), 400);
        assertThat(error.get("param")).as("%s", error).isEqualTo(parameter);
        assertThat(error.get("code")).isEqualTo(code);
        assertThat(error.get("type")).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "{\"a\":1,\"a\":2}",
                "{\"messages\":NaN}",
                "{} {}",
                "\u0000{}"
            })
    void refusesWhatIsNoJsonObject(String body) throws IOException, InterruptedException {
        assertThat(TestServer.error(server.post(CHAT, body), 400).get("code"))
                .isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[]}",
                "{\"messages\":{}}",
                "{\"messages\":[1]}",
                "{\"messages\":[{}]}",
                "{\"messages\":[{\"role\":\"god\",\"content\":\"x\"}]}",
                "{\"messages\":[{\"role\":\"user\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"y\":1}]}",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}"
            })
    void refusesWhatIsNoConversation(String body) throws IOException, InterruptedException {
        assertThat(String.valueOf(TestServer.error(server.post(CHAT, body), 400).get("param")))
                .startsWith("messages");
    }

    @Test
    void refusesDeepNesting() throws IOException, InterruptedException {
        String deep = "{\"messages\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThat(TestServer.error(server.post(CHAT, deep), 400).get("code"))
                .isEqualTo("invalid_json");
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws IOException, InterruptedException {
        String large = chat(",\"user\":\"" + "x".repeat(30_000) + "\"");
        assertThat(TestServer.error(server.post(CHAT, large), 413).get("code"))
                .isEqualTo("body_too_large");
        HttpResponse<String> chunked =
                server.client.send(
                        server.request(CHAT)
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(() ->
                                                new java.io.ByteArrayInputStream(
                                                        large.getBytes(StandardCharsets.UTF_8))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(TestServer.error(chunked, 413).get("code")).isEqualTo("body_too_large");
    }

    @Test
    void refusesPromptsThatAreTooLong() throws IOException, InterruptedException {
        String body = "{\"prompt\":\"" + "word ".repeat(300) + "\"}";
        assertThat(TestServer.error(server.post("/v1/completions", body), 400).get("code"))
                .isEqualTo("prompt_too_long");
        String longAnswer = "{\"prompt\":\"hi\",\"max_tokens\":100000}";
        assertThat(TestServer.error(server.post("/v1/completions", longAnswer), 400).get("code"))
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void refusesUnknownPathsMethodsAndModels() throws IOException, InterruptedException {
        TestServer.error(server.get("/v1/nothing"), 404);
        TestServer.error(server.get("/v1/models/nothing"), 404);
        assertThat(raw("GET /v1/models/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        HttpResponse<String> wrong = server.get(CHAT);
        TestServer.error(wrong, 405);
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        assertThat(
                        TestServer.error(server.post(CHAT, chat(",\"model\":\"gpt-4\"")), 404)
                                .get("code"))
                .isEqualTo("model_not_found");
        assertThat(
                        TestServer.error(server.post(CHAT, chat(",\"model\":\"tiny-bert\"")), 400)
                                .get("code"))
                .isEqualTo("unsupported_by_model");
        assertThat(
                        TestServer.error(server.post("/v1/embeddings", "{\"input\":\"x\"}"), 400)
                                .get("code"))
                .isEqualTo("unsupported_by_model");
    }

    @Test
    void wantsTheKeyWhereThereIsOne() throws IOException, InterruptedException {
        TestServer.error(locked.get("/v1/models"), 401);
        assertThat(locked.get("/health").statusCode()).isEqualTo(200);
        for (String wrong : new String[] {"Bearer x", "Basic " + KEY, "Bearer"}) {
            TestServer.error(send(locked, "Authorization", wrong), 401);
        }
        assertThat(send(locked, "Authorization", "Bearer " + KEY).statusCode()).isEqualTo(200);
        assertThat(send(locked, "x-api-key", KEY).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> send(TestServer server, String header, String value)
            throws IOException, InterruptedException {
        return server.client.send(
                server.request("/v1/models").header(header, value).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesPagesOfOtherSites() throws IOException, InterruptedException {
        assertThat(
                        TestServer.error(send(server, "Origin", "https://evil.example"), 403)
                                .get("code"))
                .isEqualTo("foreign_origin");
        assertThat(send(server, "Origin", server.server.uri().toString()).statusCode())
                .isEqualTo(200);
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    /** Sends bytes as they are and reads the answer until its end or for two seconds. */
    private static String raw(String text) throws IOException {
        try (Socket socket = new Socket(server.server.uri().getHost(), server.server.port())) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] start = new byte[4096];
            int count = socket.getInputStream().read(start);
            return new String(start, 0, Math.max(count, 0), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void refusesBodiesThatTrickle() throws IOException {
        long start = System.nanoTime();
        String head =
                "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{";
        assertThat(raw(head)).startsWith("HTTP/1.1 408");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refusesFloodsOfHeaders() throws IOException {
        StringBuilder head = new StringBuilder("GET /health HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 2000; i++) {
            head.append("X-").append(i).append(": ").append("y".repeat(40)).append("\r\n");
        }
        assertThat(raw(head.append("\r\n").toString())).containsAnyOf("HTTP/1.1 4", "");
        assertThat(raw("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET //models HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /models\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "POST /tokenize HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                MALFORMED_CHUNK,
            })
    void answersTricksWithAnError(String request) throws IOException {
        assertThat(raw(request)).startsWith("HTTP/1.1 4");
    }
}
