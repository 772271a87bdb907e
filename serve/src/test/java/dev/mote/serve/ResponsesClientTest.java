package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ToolChoiceOptions;

import dev.mote.format.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** OpenAI's own client for Java understands the responses API. */
class ResponsesClientTest {
    private static TestServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(server.server.uri() + "/v1")
                        .apiKey("none-needed")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static ResponseCreateParams.Builder ask() {
        return ResponseCreateParams.builder()
                .model(TestServer.CHAT)
                .instructions("Be brief.")
                .input("hello")
                .temperature(0)
                .maxOutputTokens(6);
    }

    private static String text(Response response) {
        return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
    }

    private static Map<String, JsonValue> schema() {
        return Map.of(
                "type", JsonValue.from("object"),
                "properties",
                        JsonValue.from(Map.of("city", Map.of("enum", List.of("Paris", "Rome")))),
                "required", JsonValue.from(List.of("city")),
                "additionalProperties", JsonValue.from(false));
    }

    @Test
    void responds() {
        Response response = client.responses().create(ask().build());
        response.validate();
        assertThat(text(response)).isNotEmpty();
        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(6);
    }

    @Test
    void streams() {
        String whole = text(client.responses().create(ask().build()));
        StringBuilder text = new StringBuilder();
        StringBuilder types = new StringBuilder();
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(ask().build())) {
            for (ResponseStreamEvent event :
                    (Iterable<ResponseStreamEvent>) stream.stream()::iterator) {
                event.validate();
                event.outputTextDelta().ifPresent(delta -> text.append(delta.delta()));
                event.created().ifPresent(created -> types.append("created "));
                event.incomplete().ifPresent(end -> types.append(text(end.response())));
            }
        }
        assertThat(text.toString()).isEqualTo(whole);
        assertThat(types.toString()).isEqualTo("created " + whole);
    }

    @Test
    void goesOnAndForgets() {
        Response first = client.responses().create(ask().build());
        Response second =
                client.responses()
                        .create(ask().input("more").previousResponseId(first.id()).build());
        assertThat(second.previousResponseId()).contains(first.id());
        assertThat(client.responses().retrieve(second.id()).output()).isEqualTo(second.output());
        assertThat(client.responses().inputItems().list(second.id()).data()).hasSize(1);
        client.responses().delete(second.id());
        assertThatThrownBy(() -> client.responses().retrieve(second.id()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() ->
                        client.responses().create(ask().previousResponseId("resp_unknown").build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void callsToolsAndTakesTheirResults() {
        FunctionTool weather =
                FunctionTool.builder()
                        .name("weather")
                        .strict(true)
                        .parameters(
                                FunctionTool.Parameters.builder()
                                        .additionalProperties(schema())
                                        .build())
                        .build();
        Response first =
                client.responses()
                        .create(
                                ask().maxOutputTokens(200)
                                        .addTool(weather)
                                        .toolChoice(ToolChoiceOptions.REQUIRED)
                                        .parallelToolCalls(false)
                                        .build());
        first.validate();
        assertThat(first.status()).contains(ResponseStatus.COMPLETED);
        ResponseFunctionToolCall call = first.output().getFirst().asFunctionCall();
        assertThat(Json.parseObject("arguments", call.arguments()).get("city"))
                .isIn("Paris", "Rome");
        Response second =
                client.responses()
                        .create(
                                ask().previousResponseId(first.id())
                                        .inputOfResponse(
                                                List.of(
                                                        ResponseInputItem.ofFunctionCallOutput(
                                                                ResponseInputItem.FunctionCallOutput
                                                                        .builder()
                                                                        .callId(call.callId())
                                                                        .output("sunny")
                                                                        .build())))
                                        .addTool(weather)
                                        .build());
        assertThat(second.output()).isNotEmpty();
    }

    @Test
    void obeysSchemas() {
        ResponseFormatTextJsonSchemaConfig format =
                ResponseFormatTextJsonSchemaConfig.builder()
                        .name("place")
                        .strict(true)
                        .schema(
                                ResponseFormatTextJsonSchemaConfig.Schema.builder()
                                        .additionalProperties(schema())
                                        .build())
                        .build();
        Response response =
                client.responses()
                        .create(
                                ask().maxOutputTokens(100)
                                        .text(ResponseTextConfig.builder().format(format).build())
                                        .build());
        response.validate();
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(Json.parseObject("the answer", text(response)).get("city"))
                .isIn("Paris", "Rome");
    }
}
