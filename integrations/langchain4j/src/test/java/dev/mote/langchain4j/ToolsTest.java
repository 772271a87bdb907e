package dev.mote.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.mote.engine.Model;
import dev.mote.engine.constraint.Constraint;
import dev.mote.format.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Calls and forms of answers hold even for a model of random weights. */
class ToolsTest {
    private static final JsonObjectSchema CITY =
            JsonObjectSchema.builder()
                    .addEnumProperty("city", List.of("Munich", "Rome"))
                    .required("city")
                    .build();
    private static final ToolSpecification WEATHER =
            ToolSpecification.builder().name("weather").parameters(CITY).build();
    private static final UserMessage QUESTION = UserMessage.from("What is the weather in Rome?");

    private static Model model;

    @BeforeAll
    static void open() {
        model = TestModels.llama();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static MoteChatModel chat() {
        return MoteChatModel.builder()
                .model(model)
                .chatTemplate(TestModels.TEMPLATE)
                .seed(7)
                .maxOutputTokens(200)
                .build();
    }

    private static ChatResponse ask(ChatRequest.Builder request, ChatMessage... messages) {
        return chat().chat(request.messages(messages).build());
    }

    @Test
    void demandedCallsObeyTheirSchema() {
        ChatResponse response =
                ask(
                        ChatRequest.builder()
                                .toolSpecifications(WEATHER)
                                .toolChoice(ToolChoice.REQUIRED),
                        QUESTION);
        List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
        assertThat(calls).isNotEmpty();
        assertThat(response.aiMessage().text()).isNull();
        assertThat(calls.getFirst().id()).isNotBlank();
        assertThat(calls.getFirst().name()).isEqualTo("weather");
        assertThat(Json.parseObject("arguments", calls.getFirst().arguments()).get("city"))
                .isIn("Munich", "Rome");
    }

    @Test
    void onlyOneCallIsMadeWhereSeveralAreNotWanted() {
        ChatResponse response =
                ask(
                        ChatRequest.builder()
                                .parameters(
                                        MoteChatRequestParameters.builder()
                                                .parallelToolCalls(false)
                                                .toolSpecifications(WEATHER)
                                                .toolChoice(ToolChoice.REQUIRED)
                                                .build()),
                        QUESTION);
        assertThat(response.aiMessage().toolExecutionRequests()).hasSize(1);
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    @Test
    void resultsOfCallsAreRead() {
        ToolExecutionRequest call =
                ToolExecutionRequest.builder()
                        .id("abc")
                        .name("weather")
                        .arguments("{\"city\": \"Rome\"}")
                        .build();
        ChatResponse response =
                ask(
                        ChatRequest.builder().maxOutputTokens(3),
                        QUESTION,
                        AiMessage.from(call),
                        ToolExecutionResultMessage.from(call, "sunny"));
        ChatResponse without = ask(ChatRequest.builder().maxOutputTokens(3), QUESTION);
        assertThat(response.tokenUsage().inputTokenCount())
                .isGreaterThan(without.tokenUsage().inputTokenCount());
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void withToolsAndASchemaTheAnswerIsOneOrTheOther() {
        JsonSchema form =
                JsonSchema.builder()
                        .name("answer")
                        .rootElement(
                                JsonObjectSchema.builder()
                                        .addProperty(
                                                "weather",
                                                JsonEnumSchema.builder()
                                                        .enumValues("sunny", "rainy")
                                                        .build())
                                        .required("weather")
                                        .build())
                        .build();
        int calls = 0;
        int answers = 0;
        for (int seed = 0; seed < 20; seed++) {
            ChatResponse response =
                    ask(
                            ChatRequest.builder()
                                    .parameters(
                                            MoteChatRequestParameters.builder()
                                                    .seed(seed)
                                                    .minP(0)
                                                    .topP(1.0)
                                                    .topK(0)
                                                    .temperature(50.0)
                                                    .toolSpecifications(WEATHER)
                                                    .responseFormat(form)
                                                    .build()),
                            QUESTION);
            if (response.aiMessage().hasToolExecutionRequests()) {
                calls++;
            } else {
                assertThat(response.aiMessage().text().replaceAll("\\s", ""))
                        .isIn("{\"weather\":\"sunny\"}", "{\"weather\":\"rainy\"}");
                answers++;
            }
        }
        assertThat(calls).as("calls").isPositive();
        assertThat(answers).as("answers").isPositive();
    }

    @Test
    void otherFormsAreObeyed() {
        ChatResponse response =
                ask(
                        ChatRequest.builder()
                                .parameters(
                                        MoteChatRequestParameters.builder()
                                                .constraint(Constraint.regex("[0-9]{3}-[a-z]{2}"))
                                                .build()),
                        QUESTION);
        assertThat(response.aiMessage().text()).matches("[0-9]{3}-[a-z]{2}");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void refusesToolsWhereTheTemplateHasNone() {
        MoteChatModel plain =
                MoteChatModel.builder()
                        .model(model)
                        .chatTemplate("{% for m in messages %}{{ m.content }}{% endfor %}")
                        .build();
        assertThatThrownBy(() ->
                        plain.chat(
                                ChatRequest.builder()
                                        .messages(QUESTION)
                                        .toolSpecifications(WEATHER)
                                        .build()))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("tools are not supported");
    }
}
