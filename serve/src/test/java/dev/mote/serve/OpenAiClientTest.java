package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;

import dev.mote.format.json.Json;
import dev.mote.serve.access.KeyHash;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** OpenAI's own client for Java understands the server. */
class OpenAiClientTest {
    private static final String KEY = "a-key-of-enough-characters";
    private static TestServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start(ServerOptions.LOCAL.withKeys(List.of(KeyHash.of(KEY))));
        client = client(KEY, "/v1");
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static OpenAIClient client(String key, String base) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.server.uri() + base)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model(TestServer.CHAT)
                .addSystemMessage("Be brief.")
                .addUserMessage("hello")
                .temperature(0)
                .maxCompletionTokens(6);
    }

    @Test
    void chats() {
        ChatCompletion answer = client.chat().completions().create(chat().build());
        assertThat(answer.choices().getFirst().message().content()).isPresent();
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(6);
        assertThat(answer.usage().orElseThrow().promptTokensDetails()).isPresent();
        answer.validate();
    }

    @Test
    void streams() {
        ChatCompletion whole = client.chat().completions().create(chat().build());
        StringBuilder text = new StringBuilder();
        long tokens = 0;
        ChatCompletionCreateParams params =
                chat().streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            for (ChatCompletionChunk chunk :
                    (Iterable<ChatCompletionChunk>) stream.stream()::iterator) {
                chunk.choices().forEach(c -> c.delta().content().ifPresent(text::append));
                tokens += chunk.usage().map(usage -> usage.completionTokens()).orElse(0L);
            }
        }
        assertThat(text.toString())
                .isEqualTo(whole.choices().getFirst().message().content().orElseThrow());
        assertThat(tokens).isEqualTo(6);
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
    void callsTools() {
        ChatCompletionCreateParams params =
                chat().maxCompletionTokens(200)
                        .addTool(
                                ChatCompletionFunctionTool.builder()
                                        .function(
                                                FunctionDefinition.builder()
                                                        .name("weather")
                                                        .parameters(
                                                                FunctionParameters.builder()
                                                                        .additionalProperties(
                                                                                schema())
                                                                        .build())
                                                        .build())
                                        .build())
                        .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                        .parallelToolCalls(false)
                        .build();
        ChatCompletion.Choice choice =
                client.chat().completions().create(params).choices().getFirst();
        ChatCompletionMessageToolCall call = choice.message().toolCalls().orElseThrow().getFirst();
        assertThat(call.asFunction().function().name()).isEqualTo("weather");
        assertThat(
                        Json.parseObject("arguments", call.asFunction().function().arguments())
                                .get("city"))
                .isIn("Paris", "Rome");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    }

    @Test
    void obeysSchemas() {
        ChatCompletionCreateParams params =
                chat().maxCompletionTokens(100)
                        .responseFormat(
                                ResponseFormatJsonSchema.builder()
                                        .jsonSchema(
                                                ResponseFormatJsonSchema.JsonSchema.builder()
                                                        .name("place")
                                                        .strict(true)
                                                        .schema(
                                                                ResponseFormatJsonSchema.JsonSchema
                                                                        .Schema.builder()
                                                                        .additionalProperties(
                                                                                schema())
                                                                        .build())
                                                        .build())
                                        .build())
                        .build();
        String content =
                client.chat()
                        .completions()
                        .create(params)
                        .choices()
                        .getFirst()
                        .message()
                        .content()
                        .orElseThrow();
        assertThat(Json.parseObject("the answer", content).get("city")).isIn("Paris", "Rome");
    }

    @Test
    void completesEmbedsAndLists() {
        assertThat(
                        client.completions()
                                .create(
                                        CompletionCreateParams.builder()
                                                .model(TestServer.CHAT)
                                                .prompt("hello")
                                                .maxTokens(3)
                                                .build())
                                .choices())
                .hasSize(1);
        CreateEmbeddingResponse vectors =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model(TestServer.EMBEDDING)
                                        .inputOfArrayOfStrings(List.of("a", "b"))
                                        .build());
        assertThat(vectors.data()).hasSize(2);
        assertThat(vectors.data().getFirst().embedding()).isNotEmpty();
        assertThat(client.models().list().data())
                .extracting(m -> m.id())
                .containsExactly(TestServer.CHAT, TestServer.EMBEDDING);
    }

    @Test
    void worksWithoutVersionInTheAddress() {
        assertThat(client(KEY, "").chat().completions().create(chat().build()).choices())
                .hasSize(1);
    }

    @Test
    void understandsErrors() {
        assertThatThrownBy(() -> client.chat().completions().create(chat().model("gpt-9").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() ->
                        client.chat()
                                .completions()
                                .create(
                                        chat().putAdditionalBodyProperty(
                                                        "nonsense", JsonValue.from(1))
                                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("nonsense");
        OpenAIClient stranger = client("another-key-of-enough-characters", "/v1");
        assertThatThrownBy(() -> stranger.models().list())
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }
}
