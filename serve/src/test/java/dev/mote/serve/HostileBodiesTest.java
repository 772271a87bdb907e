package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.testing.MutationFuzzer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bodies that were changed at random get an answer or a clear refusal of the client's, never an
 * error of the server's own; seed and number of a body that breaks it are told.
 */
class HostileBodiesTest {
    private static final long INPUTS = 150;

    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                    + "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}}]";
    private static final String ASK =
            "\"messages\":[{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"user\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"b\"}]}]";

    private static final Map<String, List<String>> BODIES =
            Map.of(
                    "/v1/chat/completions",
                    List.of(
                            "{" + ASK + ",\"max_tokens\":3,\"temperature\":0.5,\"seed\":1,\"n\":2}",
                            "{"
                                    + ASK
                                    + ",\"max_tokens\":3,\"stream\":true,\"stop\":[\"x\"],"
                                    + "\"stream_options\":{\"include_usage\":true}}",
                            "{" + ASK + ",\"max_tokens\":9,\"tool_choice\":\"auto\"," + TOOL + "}",
                            "{"
                                    + ASK
                                    + ",\"max_tokens\":9,\"response_format\":{\"type\":\"json_schema\","
                                    + "\"json_schema\":{\"name\":\"n\",\"schema\":{\"enum\":[1,\"a\"]}}}}"),
                    "/v1/completions",
                    List.of(
                            "{\"prompt\":\"hi\",\"max_tokens\":3,\"logprobs\":2,\"echo\":true}",
                            "{\"prompt\":[[1,2],[3]],\"max_tokens\":2,\"logit_bias\":{\"5\":-1}}"),
                    "/v1/responses",
                    List.of(
                            "{\"input\":\"hi\",\"max_output_tokens\":3}",
                            "{\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true,"
                                    + "\"max_output_tokens\":3}"),
                    "/v1/messages",
                    List.of(
                            "{" + ASK + ",\"max_tokens\":3}",
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}],\"system\":\"s\","
                                + "\"max_tokens\":3,\"stream\":true,\"top_k\":5}"),
                    "/v1/embeddings",
                    List.of(
                            "{\"model\":\"tiny-bert\",\"input\":[\"a\",\"b\"]}",
                            "{\"model\":\"tiny-bert\",\"input\":\"a\",\"encoding_format\":\"base64\"}"),
                    "/v1/rerank",
                    List.of(
                            "{\"model\":\"tiny-bert\",\"query\":\"a\",\"documents\":[\"b\",\"c\"]}"),
                    "/tokenize",
                    List.of("{\"content\":\"a b\",\"with_pieces\":true,\"add_special\":true}"));

    private static final String[] WORDS = {
        "null",
        "true",
        "-1",
        "1e999",
        "99999999999999999999999",
        "0.1",
        "\"\"",
        "[]",
        "{}",
        "[[[[",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\u00ff",
        "NaN",
        "{\"a\":",
        ",\"model\":\"tiny-bert\"",
        ",\"n\":16",
        "\"stream\":true"
    };

    private static TestServer server;

    @BeforeAll
    static void start() {
        ServerLimits limits =
                ServerLimits.DEFAULT
                        .withSizes(1 << 16, 0)
                        .withTimes(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(2));
        server = TestServer.start(ServerOptions.LOCAL.withLimits(limits));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/responses",
                "/v1/messages",
                "/v1/embeddings",
                "/v1/rerank",
                "/tokenize"
            })
    void changedBodiesAreAnsweredOrRefused(String path) throws IOException, InterruptedException {
        List<byte[]> corpus =
                Objects.requireNonNull(BODIES.get(path)).stream()
                        .map(body -> body.getBytes(StandardCharsets.UTF_8))
                        .toList();
        MutationFuzzer.Outcome outcome =
                MutationFuzzer.of("body of " + path, body -> send(path, body))
                        .corpus(corpus)
                        .dictionary(WORDS)
                        .allowing(RefusedException.class)
                        .timeCap(Duration.ofSeconds(10))
                        .allocationCap(64 << 20, 1024)
                        .run(20261122, MutationFuzzer.inputs(INPUTS));
        Conformance.report("hostile bodies", (int) outcome.inputs(), (int) outcome.inputs());
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        assertThat(server.chatModel().sequenceMemory().sequences()).isZero();
    }

    /** The server said, in its own words, that the client is wrong. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void send(String path, byte[] body) {
        HttpResponse<String> response;
        try {
            response =
                    server.client.send(
                            server.request(path)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
        int status = response.statusCode();
        boolean tooLong = status == 504; // an answer longer than this server allows
        if (status != 200 && !tooLong && (status < 400 || status >= 500)) {
            throw new AssertionError("status " + status + ": " + response.body());
        }
        if (status != 200) {
            Map<String, ?> answer = Json.parseObject("the refusal", response.body());
            if (!(answer.get("error") instanceof Map<?, ?> error)
                    || !(error.get("message") instanceof String message)
                    || message.isBlank()) {
                throw new AssertionError("no reason: " + response.body());
            }
            throw new RefusedException();
        }
    }
}
