package dev.mote.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.Model;
import dev.mote.format.json.Json;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import reactor.core.Disposable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers, whole and streamed, from a model of random weights. */
class MoteChatModelTest {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"enum\":[\"Paris\",\"Rome\"]}},"
                    + "\"required\":[\"city\"],\"additionalProperties\":false}";

    private static Model model;

    @BeforeAll
    static void open() {
        model = TestModels.llama();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static MoteChatModel.Builder builder() {
        return MoteChatModel.builder()
                .model(model)
                .chatTemplate(TestModels.TEMPLATE)
                .options(MoteChatOptions.builder().seed(5L).maxTokens(40).build());
    }

    private static Generation result(ChatResponse response) {
        return Objects.requireNonNull(response.getResult());
    }

    @Test
    void streamedPiecesMakeTheWholeAnswer() {
        MoteChatModel chat = builder().build();
        ChatResponse whole = chat.call(new Prompt("hello"));
        List<ChatResponse> pieces = chat.stream(new Prompt("hello")).toStream().toList();
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(result(piece).getOutput().getText()));
        assertThat(text).hasToString(result(whole).getOutput().getText());
        assertThat(pieces).hasSizeGreaterThan(2);
        ChatResponse last = pieces.getLast();
        assertThat(result(last).getMetadata().getFinishReason())
                .isEqualTo(result(whole).getMetadata().getFinishReason())
                .isIn("STOP", "LENGTH");
        assertThat(last.getMetadata().getUsage().getPromptTokens())
                .isEqualTo(whole.getMetadata().getUsage().getPromptTokens())
                .isPositive();
        assertThat(last.getMetadata().getModel()).isEqualTo(chat.getOptions().getModel());
    }

    @Test
    void cancellingEndsTheAnswer() throws InterruptedException {
        MoteChatModel chat = builder().options(MoteChatOptions.builder().seed(5L).build()).build();
        List<ChatResponse> pieces = new CopyOnWriteArrayList<>();
        Disposable answer = chat.stream(new Prompt("hello")).take(3).subscribe(pieces::add);
        for (int i = 0; i < 300 && !answer.isDisposed(); i++) {
            Thread.sleep(100);
        }
        Thread.sleep(200); // time enough for what should not come
        assertThat(pieces).hasSize(3);
    }

    @Test
    void schemasAreObeyed() {
        ChatResponse response =
                builder()
                        .build()
                        .call(
                                new Prompt(
                                        "hello",
                                        MoteChatOptions.builder().outputSchema(SCHEMA).build()));
        assertThat(Json.parseObject("answer", result(response).getOutput().getText()).get("city"))
                .isIn("Paris", "Rome");
        assertThat(result(response).getMetadata().getFinishReason()).isEqualTo("STOP");
    }

    @Test
    void optionsOfAnyProviderCompleteTheModelsOwn() {
        ChatResponse response =
                builder()
                        .build()
                        .call(new Prompt("hello", ChatOptions.builder().maxTokens(2).build()));
        assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(2);
        assertThat(result(response).getMetadata().getFinishReason()).isEqualTo("LENGTH");
    }

    @Test
    void answersForNoOtherModel() {
        MoteChatModel chat = builder().build();
        assertThatThrownBy(() ->
                        chat.call(
                                new Prompt(
                                        new UserMessage("hello"),
                                        ChatOptions.builder().model("gpt-9").build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model is 'gpt-9'");
    }

    @Test
    void callsAreObservedByTheConventionsForGenerativeModels() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        MoteChatModel chat = builder().observationRegistry(registry).build();
        chat.call(new Prompt("hello"));
        chat.stream(new Prompt("hello")).blockLast(Duration.ofSeconds(30));
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation", 2)
                .hasObservationWithNameEqualTo("gen_ai.client.operation")
                .that()
                .hasLowCardinalityKeyValue("gen_ai.system", "mote")
                .hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
                .hasHighCardinalityKeyValueWithKey("gen_ai.usage.output_tokens")
                .hasBeenStarted()
                .hasBeenStopped();
    }
}
