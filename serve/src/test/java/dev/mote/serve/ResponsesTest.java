package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.serve.access.KeyHash;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** The responses API: items in, items out, kept for those who made them. */
class ResponsesTest {
    private static final String PATH = "/v1/responses";
    private static final String FIRST_KEY = "first-key-of-enough-characters";
    private static final String SECOND_KEY = "second-key-of-enough-characters";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, @Nullable Object> ask(String further)
            throws IOException, InterruptedException {
        return TestServer.json(server.post(PATH, body(further)), 200);
    }

    private static String body(String further) {
        return "{\"temperature\":0,\"max_output_tokens\":6," + further + "}";
    }

    private static String text(Map<String, @Nullable Object> response) {
        return String.valueOf(TestServer.at(response, "output", 0, "content", 0, "text"));
    }

    /** What the chat API says to the same conversation. */
    private static String chat(Object messages) throws IOException, InterruptedException {
        String body =
                Reply.jsonText(Map.of("messages", messages, "temperature", 0, "max_tokens", 6));
        return String.valueOf(
                TestServer.at(
                        TestServer.json(server.post("/v1/chat/completions", body), 200),
                        "choices",
                        0,
                        "message",
                        "content"));
    }

    private static Map<String, String> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }

    @Test
    void answersAsTheChatApiDoes() throws IOException, InterruptedException {
        Map<String, @Nullable Object> response =
                ask("\"input\":\"hello\",\"instructions\":\"Be brief.\"");
        assertThat(text(response))
                .isEqualTo(chat(List.of(message("system", "Be brief."), message("user", "hello"))));
        assertThat(response.get("status")).isEqualTo("incomplete");
        assertThat(TestServer.at(response, "incomplete_details", "reason"))
                .isEqualTo("max_output_tokens");
        assertThat(TestServer.at(response, "usage", "output_tokens")).isEqualTo(6L);
    }

    @Test
    void goesOnWhereAResponseEnded() throws IOException, InterruptedException {
        Map<String, @Nullable Object> first =
                ask("\"input\":\"hello\",\"instructions\":\"Be brief.\"");
        Map<String, @Nullable Object> second =
                ask(
                        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                                + "\"text\":\"more\"}]}],\"previous_response_id\":\""
                                + first.get("id")
                                + "\"");
        // Instructions are for one response.
        assertThat(text(second))
                .isEqualTo(
                        chat(
                                List.of(
                                        message("user", "hello"),
                                        message("assistant", text(first)),
                                        message("user", "more"))));
        assertThat(second.get("previous_response_id")).isEqualTo(first.get("id"));
    }

    @Test
    void takesTheItemsOfAToolsTurn() throws IOException, InterruptedException {
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":"
                        + "{\"type\":\"object\",\"properties\":{\"city\":{\"enum\":[\"Rome\"]}},"
                        + "\"required\":[\"city\"],\"additionalProperties\":false}}]";
        Map<String, @Nullable Object> first =
                TestServer.json(
                        server.post(
                                PATH,
                                "{\"input\":\"hi\",\"tool_choice\":{\"type\":\"function\","
                                        + "\"name\":\"weather\"}"
                                        + tools
                                        + "}"),
                        200);
        Map<String, @Nullable Object> call = TestServer.map(first, "output", 0);
        assertThat(call).containsEntry("type", "function_call").containsEntry("name", "weather");
        assertThat(Json.parseObject("arguments", String.valueOf(call.get("arguments"))))
                .containsEntry("city", "Rome");
        String output =
                "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"%s\","
                                .formatted(call.get("call_id"))
                        + "\"output\":\"sunny\"}]";
        String previous = ",\"previous_response_id\":\"" + first.get("id") + "\"";
        ask(output + previous + tools);
        assertThat(TestServer.error(server.post(PATH, body(output)), 400).get("param"))
                .isEqualTo("input[0].call_id");
    }

    @Test
    void streamsEventsThatMakeUpTheResponse() throws IOException, InterruptedException {
        List<Map<String, @Nullable Object>> events =
                TestServer.events(server.post(PATH, body("\"input\":\"hello\",\"stream\":true")))
                        .stream()
                        .map(event -> Json.parseObject("an event", event))
                        .toList();
        assertThat(events.stream().map(event -> event.get("type")).distinct())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.incomplete");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i)).containsEntry("sequence_number", (long) i);
            text.append(String.valueOf(events.get(i).getOrDefault("delta", "")));
        }
        Map<String, @Nullable Object> response = TestServer.map(events.getLast(), "response");
        assertThat(text.toString()).isEqualTo(text(response));
        assertThat(response.get("usage")).isNotNull();
    }

    @Test
    void tellsLogprobsOfTheTextOnRequest() throws IOException, InterruptedException {
        Map<String, @Nullable Object> response =
                ask(
                        "\"input\":\"hello\",\"include\":[\"message.output_text.logprobs\"],"
                                + "\"top_logprobs\":2");
        List<?> logprobs = TestServer.list(response, "output", 0, "content", 0, "logprobs");
        assertThat(logprobs).hasSize(6);
        assertThat(TestServer.list(logprobs, 0, "top_logprobs")).hasSize(2);
    }

    @Test
    void separatesWhatTheModelThinks() throws IOException, InterruptedException {
        try (TestServer thinker = TestServer.thinking()) {
            Map<String, @Nullable Object> response =
                    TestServer.json(thinker.post(PATH, body("\"input\":\"hello\"")), 200);
            assertThat(TestServer.at(response, "output", 0, "type")).isEqualTo("reasoning");
            assertThat(TestServer.at(response, "output", 0, "content", 0, "type"))
                    .isEqualTo("reasoning_text");
            assertThat(TestServer.at(response, "usage", "output_tokens_details"))
                    .isEqualTo(Map.of("reasoning_tokens", 6L));
            List<String> events =
                    TestServer.events(
                            thinker.post(PATH, body("\"input\":\"hello\",\"stream\":true")));
            assertThat(events).anyMatch(e -> e.contains("\"response.reasoning_text.delta\""));
        }
    }

    @Test
    void givesAndForgetsWhatWasKept() throws IOException, InterruptedException {
        Map<String, @Nullable Object> response =
                ask("\"input\":\"hello\",\"metadata\":{\"a\":\"b\"}");
        String path = PATH + "/" + response.get("id");
        assertThat(TestServer.json(server.get(path), 200)).isEqualTo(response);
        Map<String, @Nullable Object> items =
                TestServer.json(server.get(path + "/input_items?order=asc&limit=1"), 200);
        assertThat(TestServer.at(items, "data", 0, "content", 0, "text")).isEqualTo("hello");
        assertThat(TestServer.error(server.get(path + "?stream=true"), 400).get("param"))
                .isEqualTo("stream");
        HttpResponse<String> deleted = send("DELETE", path, "");
        assertThat(TestServer.json(deleted, 200)).containsEntry("deleted", true);
        TestServer.error(server.get(path), 404);
        TestServer.error(send("DELETE", path, ""), 404);
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return server.client.send(
                server.request(path)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void keepsNothingUnlessItMay() throws IOException, InterruptedException {
        Map<String, @Nullable Object> response = ask("\"input\":\"hello\",\"store\":false");
        assertThat(response.get("store")).isEqualTo(false);
        TestServer.error(server.get(PATH + "/" + response.get("id")), 404);
        String next =
                body("\"input\":\"x\",\"previous_response_id\":\"" + response.get("id") + "\"");
        Map<?, ?> error = TestServer.error(server.post(PATH, next), 400);
        assertThat(error.get("param")).isEqualTo("previous_response_id");
        assertThat(error.get("code")).isEqualTo("previous_response_not_found");
    }

    @Test
    void showsAResponseOnlyToTheKeyThatMadeIt() throws IOException, InterruptedException {
        ServerOptions options =
                ServerOptions.LOCAL.withKeys(
                        List.of(KeyHash.of(FIRST_KEY), KeyHash.of(SECOND_KEY)));
        try (TestServer locked = TestServer.start(options)) {
            HttpRequest make =
                    locked.request(PATH)
                            .header("Authorization", "Bearer " + FIRST_KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(body("\"input\":\"x\"")))
                            .build();
            Object id =
                    TestServer.json(
                                    locked.client.send(make, HttpResponse.BodyHandlers.ofString()),
                                    200)
                            .get("id");
            assertThat(status(locked, id, FIRST_KEY)).isEqualTo(200);
            assertThat(status(locked, id, SECOND_KEY)).isEqualTo(404);
        }
    }

    private static int status(TestServer locked, @Nullable Object id, String key)
            throws IOException, InterruptedException {
        return locked.client
                .send(
                        locked.request(PATH + "/" + id)
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"max_output_tokens\":2|input|missing_parameter",
                "\"input\":[]|input|invalid_value",
                "\"input\":7|input|invalid_type",
                "\"input\":[{\"role\":\"user\"}]|input[0].content|missing_parameter",
                "\"input\":[{\"role\":\"god\",\"content\":\"x\"}]|input[0].role|invalid_value",
                "\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}]|input[0].type"
                        + "|unsupported_parameter",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}]"
                        + "|input[0].content[0].type|unsupported_parameter",
                "\"input\":\"x\",\"background\":true|background|unsupported_parameter",
                "\"input\":\"x\",\"truncation\":\"auto\"|truncation|unsupported_parameter",
                "\"input\":\"x\",\"conversation\":\"c\"|conversation|unsupported_parameter",
                "\"input\":\"x\",\"prompt\":{\"id\":\"p\"}|prompt|unsupported_parameter",
                "\"input\":\"x\",\"reasoning\":{\"effort\":\"low\"}|reasoning.effort"
                        + "|unsupported_parameter",
                "\"input\":\"x\",\"include\":[\"file_search_call.results\"]|include"
                        + "|unsupported_parameter",
                "\"input\":\"x\",\"top_logprobs\":2|top_logprobs|invalid_value",
                "\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]|tools[0].type"
                        + "|unsupported_parameter",
                "\"input\":\"x\",\"text\":{\"verbosity\":\"low\"}|text.verbosity"
                        + "|unsupported_parameter",
                "\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\","
                        + "\"schema\":{\"type\":\"string\",\"unevaluatedItems\":{\"not\":{}}}}}"
                        + "|text.format.schema/unevaluatedItems|unsupported_schema",
                "\"input\":\"x\",\"metadata\":{\"a\":1}|metadata.a|invalid_type",
                "\"input\":\"x\",\"stream_options\":{}|stream_options|unsupported_parameter",
                "\"input\":\"x\",\"frobnicate\":1|frobnicate|unknown_parameter",
            })
    void namesTheParameterAtFault(String body, String parameter, String code)
            throws IOException, InterruptedException {
        Map<?, ?> error = TestServer.error(server.post(PATH, "{" + body + "}"), 400);
        assertThat(error.get("param")).as("%s", error).isEqualTo(parameter);
        assertThat(error.get("code")).isEqualTo(code);
    }
}
