package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;

import dev.mote.format.json.Json;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** No parameter that OpenAI's client can send is silently dropped. */
class ParameterAuditTest {
    private static Set<String> parameters(Class<?> body) {
        Set<String> names = new TreeSet<>();
        for (Method method : body.getDeclaredMethods()) {
            JsonProperty property = method.getAnnotation(JsonProperty.class);
            if (property != null) {
                names.add(property.value());
            }
        }
        return names;
    }

    /** Each parameter with a value that none of them can have. */
    private static void audit(
            TestServer server, String path, Class<?> body, Map<String, ?> request, int least)
            throws IOException, InterruptedException {
        Set<String> names = parameters(body);
        assertThat(names).as(path).hasSizeGreaterThanOrEqualTo(least);
        for (String name : names) {
            Map<String, @Nullable Object> sent = new LinkedHashMap<>(request);
            sent.put(name, Map.of("x", Map.of()));
            HttpResponse<String> answer = server.post(path, Reply.jsonText(sent));
            String told =
                    answer.statusCode() == 200
                            ? answer.headers()
                                    .firstValue("Mote-Ignored-Parameters")
                                    .orElse("nothing")
                            : String.valueOf(
                                    TestServer.at(
                                            Json.parseObject("answer", answer.body()),
                                            "error",
                                            "param"));
            assertThat(told).as("%s of %s: %s", name, path, answer.body()).startsWith(name);
        }
    }

    @Test
    void everyParameterOfOpenAisClientIsTakenRefusedOrListed()
            throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            audit(
                    server,
                    "/v1/chat/completions",
                    ChatCompletionCreateParams.Body.class,
                    Map.of(
                            "messages",
                            java.util.List.of(Map.of("role", "user", "content", "hi")),
                            "max_completion_tokens",
                            1),
                    30);
            audit(
                    server,
                    "/v1/responses",
                    ResponseCreateParams.Body.class,
                    Map.of("input", "hi", "max_output_tokens", 1),
                    20);
            audit(
                    server,
                    "/v1/completions",
                    CompletionCreateParams.Body.class,
                    Map.of("prompt", "hi", "max_tokens", 1),
                    15);
            audit(
                    server,
                    "/v1/embeddings",
                    EmbeddingCreateParams.Body.class,
                    Map.of("model", "tiny-bert", "input", "hi"),
                    5);
        }
    }

    @Test
    void parametersOfTheAddressAreNotDroppedEither() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            assertThat(TestServer.error(server.get("/v1/models?limit=3"), 400).get("param"))
                    .isEqualTo("limit");
            String body =
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":1}";
            HttpResponse<String> beta = server.post("/v1/messages?beta=true", body);
            assertThat(beta.statusCode()).as(beta.body()).isEqualTo(200);
            assertThat(beta.headers().firstValue("Mote-Ignored-Parameters")).contains("beta");
            assertThat(server.get("/?utm=1").statusCode()).isEqualTo(200);
        }
    }
}
