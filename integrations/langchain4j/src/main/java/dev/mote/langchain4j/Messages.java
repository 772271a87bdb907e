package dev.mote.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages in the form that chat templates know. */
final class Messages {
    private Messages() {}

    /**
     * A conversation.
     *
     * @throws UnsupportedFeatureException if it holds anything but text
     */
    static List<Map<String, @Nullable Object>> of(List<ChatMessage> messages) {
        return messages.stream().map(Messages::of).toList();
    }

    static Map<String, @Nullable Object> of(ChatMessage message) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        switch (message) {
            case SystemMessage system -> {
                map.put("role", "system");
                map.put("content", system.text());
            }
            case UserMessage user -> {
                map.put("role", "user");
                if (user.name() != null) {
                    map.put("name", user.name());
                }
                map.put("content", text(user.contents()));
            }
            case AiMessage ai -> assistant(ai, map);
            case ToolExecutionResultMessage result -> {
                map.put("role", "tool");
                map.put("tool_call_id", result.id());
                map.put("name", result.toolName());
                map.put("content", text(result.contents()));
            }
            default ->
                    throw new UnsupportedFeatureException(
                            "messages of type %s are not supported by models of Mote"
                                    .formatted(message.type()));
        }
        return map;
    }

    private static void assistant(AiMessage ai, Map<String, @Nullable Object> map) {
        map.put("role", "assistant");
        map.put("content", ai.text() == null ? "" : ai.text());
        if (ai.thinking() != null) {
            map.put("reasoning_content", ai.thinking());
        }
        if (ai.hasToolExecutionRequests()) {
            List<Map<String, @Nullable Object>> calls = new ArrayList<>();
            for (ToolExecutionRequest request : ai.toolExecutionRequests()) {
                calls.add(call(request));
            }
            map.put("tool_calls", calls);
        }
    }

    private static Map<String, @Nullable Object> call(ToolExecutionRequest request) {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", request.name());
        function.put("arguments", arguments(request));
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("id", request.id());
        call.put("type", "function");
        call.put("function", function);
        return call;
    }

    /** Templates write arguments from objects. */
    private static Map<String, @Nullable Object> arguments(ToolExecutionRequest request) {
        String text = request.arguments();
        try {
            return text == null || text.isBlank() ? Map.of() : Json.parseObject("arguments", text);
        } catch (ModelFormatException e) {
            throw new InvalidRequestException(
                    "arguments of tool '%s': %s".formatted(request.name(), e.getMessage()), e);
        }
    }

    private static String text(List<Content> contents) {
        StringBuilder text = new StringBuilder();
        for (Content content : contents) {
            if (!(content instanceof TextContent part)) {
                throw new UnsupportedFeatureException(
                        "content of type %s is not supported: models of Mote read text"
                                .formatted(content.type().toString().toLowerCase(Locale.ROOT)));
            }
            text.append(part.text());
        }
        return text.toString();
    }
}
