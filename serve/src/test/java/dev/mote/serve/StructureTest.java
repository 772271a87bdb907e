package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Forms of answers and calls of tools hold even for a model of random weights. */
class StructureTest {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"enum\":[\"Paris\",\"Rome\"]},"
                    + "\"days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}},"
                    + "\"required\":[\"city\",\"days\"],\"additionalProperties\":false}";
    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\","
                    + "\"description\":\"Tells it\",\"parameters\":"
                    + SCHEMA
                    + "}}]";
    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertValid(Map<String, @Nullable Object> value) {
        assertThat(value.get("city")).isIn("Paris", "Rome");
        assertThat((Long) value.get("days")).isBetween(1L, 9L);
        assertThat(value).hasSize(2);
    }

    private static HttpResponse<String> chat(String further)
            throws IOException, InterruptedException {
        return server.post("/v1/chat/completions", "{" + ASK + "," + further + "}");
    }

    private static Map<String, @Nullable Object> choice(HttpResponse<String> response) {
        return TestServer.map(TestServer.json(response, 200), "choices", 0);
    }

    @Test
    void schemasAreObeyed() throws IOException, InterruptedException {
        Map<String, @Nullable Object> choice =
                choice(
                        chat(
                                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                                        + "{\"name\":\"n\",\"strict\":true,\"schema\":"
                                        + SCHEMA
                                        + "}}"));
        assertThat(choice.get("finish_reason")).isEqualTo("stop");
        Object content = TestServer.map(choice.get("message")).get("content");
        assertValid(Json.parseObject("the answer", String.valueOf(content)));
    }

    @Test
    void anyObjectIsAnObject() throws IOException, InterruptedException {
        Map<String, @Nullable Object> choice =
                choice(chat("\"max_tokens\":200,\"response_format\":{\"type\":\"json_object\"}"));
        String content = String.valueOf(TestServer.map(choice.get("message")).get("content"));
        assertThat(content).startsWith("{");
        if ("stop".equals(choice.get("finish_reason"))) {
            assertThat(Json.parse("the answer", content)).isInstanceOf(Map.class);
        }
    }

    @Test
    void keywordsThatCannotBeEnforcedAreNamed() throws IOException, InterruptedException {
        Map<?, ?> error =
                TestServer.error(
                        chat(
                                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                                    + "{\"name\":\"n\",\"schema\":{\"not\":{\"type\":\"string\"},"
                                    + "\"unevaluatedItems\":{\"not\":{}}}}}"),
                        400);
        assertThat(error.get("code")).isEqualTo("unsupported_schema");
        assertThat(String.valueOf(error.get("param")))
                .startsWith("response_format.json_schema.schema");
    }

    @Test
    void demandedCallsAreMadeAndValid() throws IOException, InterruptedException {
        Map<String, @Nullable Object> choice =
                choice(chat(TOOLS + ",\"parallel_tool_calls\":false,\"tool_choice\":\"required\""));
        assertThat(choice.get("finish_reason")).isEqualTo("tool_calls");
        Map<String, @Nullable Object> message = TestServer.map(choice.get("message"));
        assertThat(message.get("content")).isNull();
        List<?> calls = TestServer.list(message, "tool_calls");
        assertThat(calls).hasSize(1);
        Map<String, @Nullable Object> function = TestServer.map(calls, 0, "function");
        assertThat(function.get("name")).isEqualTo("weather");
        assertValid(Json.parseObject("arguments", String.valueOf(function.get("arguments"))));
    }

    @Test
    void streamedCallsHaveAnIndex() throws IOException, InterruptedException {
        List<String> events =
                TestServer.events(
                        chat(
                                TOOLS
                                        + ",\"stream\":true,\"tool_choice\":{\"type\":\"function\","
                                        + "\"function\":{\"name\":\"weather\"}}"));
        assertThat(events).anyMatch(event -> event.contains("\"tool_calls\":[{\"index\":0"));
        assertThat(events).anyMatch(event -> event.contains("\"finish_reason\":\"tool_calls\""));
    }

    @Test
    void toolsMayBeLeftAlone() throws IOException, InterruptedException {
        assertThat(choice(chat(TOOLS + ",\"max_tokens\":20")).get("finish_reason"))
                .isIn("length", "stop", "tool_calls");
    }

    @Test
    void messagesCallToolsToo() throws IOException, InterruptedException {
        String tools =
                "\"tools\":[{\"name\":\"weather\",\"input_schema\":"
                        + SCHEMA
                        + "}],"
                        + "\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true}";
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post(
                                "/v1/messages", "{" + ASK + ",\"max_tokens\":300," + tools + "}"),
                        200);
        assertThat(answer.get("stop_reason")).isEqualTo("tool_use");
        Map<String, @Nullable Object> block = TestServer.map(answer, "content", 0);
        assertThat(block.get("type")).isEqualTo("tool_use");
        assertValid(TestServer.map(block.get("input")));
    }

    @Test
    void messagesStreamTheirEventsInOrder() throws IOException, InterruptedException {
        HttpResponse<String> response =
                server.post("/v1/messages", "{" + ASK + ",\"max_tokens\":5,\"stream\":true}");
        List<String> names =
                response.body()
                        .lines()
                        .filter(line -> line.startsWith("event: "))
                        .map(line -> line.substring(7))
                        .distinct()
                        .toList();
        assertThat(names)
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void messagesRefuseInAnthropicsForm() throws IOException, InterruptedException {
        Map<String, @Nullable Object> answer =
                TestServer.json(server.post("/v1/messages", "{" + ASK + "}"), 400);
        assertThat(answer.get("type")).isEqualTo("error");
        assertThat(TestServer.map(answer.get("error")).get("type"))
                .isEqualTo("invalid_request_error");
    }

    @Test
    void resultsOfToolsComeBack() throws IOException, InterruptedException {
        String turn =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\","
                    + "\"content\":null,\"tool_calls\":[{\"id\":\"abc\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]},"
                    + "{\"role\":\"tool\",\"tool_call_id\":\"abc\",\"content\":\"sunny\"}],"
                    + "\"max_tokens\":3,"
                        + TOOLS
                        + "}";
        TestServer.json(server.post("/v1/chat/completions", turn), 200);
    }
}
