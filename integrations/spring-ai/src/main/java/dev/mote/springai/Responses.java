package dev.mote.springai;

import dev.mote.engine.Answer;
import dev.mote.engine.tools.ToolCall;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import java.util.List;
import java.util.Map;

/** Answers, and pieces of them, as Spring AI tells them. */
final class Responses {
    /** Metadata of a message: what the model thought before it answered. */
    static final String REASONING = "reasoningContent";

    private Responses() {}

    /** What is known from the first piece on. */
    record Origin(String id, String model) {
        ChatResponse piece(AssistantMessage message) {
            return new ChatResponse(
                    List.of(new Generation(message)),
                    ChatResponseMetadata.builder().id(id).model(model).build());
        }

        /** What is known at the end. */
        ChatResponse end(AssistantMessage message, Answer answer, boolean called) {
            return new ChatResponse(
                    List.of(
                            new Generation(
                                    message,
                                    ChatGenerationMetadata.builder()
                                            .finishReason(finishReason(answer, called))
                                            .build())),
                    ChatResponseMetadata.builder()
                            .id(id)
                            .model(model)
                            .usage(
                                    new DefaultUsage(
                                            answer.statistics().promptTokens(),
                                            answer.statistics().answerTokens()))
                            .build());
        }
    }

    static AssistantMessage message(String text, String reasoning, List<ToolCall> calls) {
        return AssistantMessage.builder()
                .content(text)
                .properties(reasoning.isEmpty() ? Map.of() : Map.of(REASONING, reasoning))
                .toolCalls(
                        calls.stream()
                                .map(call ->
                                        new AssistantMessage.ToolCall(
                                                call.id(),
                                                "function",
                                                call.name(),
                                                call.arguments()))
                                .toList())
                .build();
    }

    /** A call that the length cut off was none, so the length goes first. */
    private static String finishReason(Answer answer, boolean called) {
        return switch (answer.finishReason()) {
            case LENGTH, CONTEXT_FULL, TIME_LIMIT -> "LENGTH";
            case STOP_TOKEN, STOP_STRING, CONSTRAINT_COMPLETE -> called ? "TOOL_CALLS" : "STOP";
            case CANCELLED -> "CANCELLED";
        };
    }
}
