package dev.mote.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.mote.engine.Answer;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.Turn;

import java.util.List;
import java.util.UUID;

/** Answers as LangChain4j tells them. */
final class Responses {
    private Responses() {}

    static ChatResponse of(ChatSettings settings, Answer answer, Turn turn) {
        List<ToolExecutionRequest> calls = turn.calls().stream().map(Responses::call).toList();
        AiMessage message =
                AiMessage.builder()
                        .text(turn.text().isEmpty() && !calls.isEmpty() ? null : turn.text())
                        .thinking(turn.reasoning().isEmpty() ? null : turn.reasoning())
                        .toolExecutionRequests(calls)
                        .build();
        return ChatResponse.builder()
                .aiMessage(message)
                .metadata(
                        ChatResponseMetadata.builder()
                                .id("mote-" + UUID.randomUUID())
                                .modelName(settings.name())
                                .tokenUsage(usage(answer))
                                .finishReason(finishReason(answer, !calls.isEmpty()))
                                .build())
                .build();
    }

    static ToolExecutionRequest call(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(call.arguments())
                .build();
    }

    static TokenUsage usage(Answer answer) {
        return new TokenUsage(
                answer.statistics().promptTokens(), answer.statistics().answerTokens());
    }

    /** A call that the length cut off was none, so the length goes first. */
    static FinishReason finishReason(Answer answer, boolean called) {
        return switch (answer.finishReason()) {
            case LENGTH, CONTEXT_FULL, TIME_LIMIT -> FinishReason.LENGTH;
            case STOP_TOKEN, STOP_STRING, CONSTRAINT_COMPLETE ->
                    called ? FinishReason.TOOL_EXECUTION : FinishReason.STOP;
            case CANCELLED -> FinishReason.OTHER;
        };
    }
}
