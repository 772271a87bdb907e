package dev.mote.springai;

import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages in the form that chat templates know. */
final class Messages {
    private Messages() {}

    /**
     * A conversation.
     *
     * @throws IllegalArgumentException if it holds anything but text
     */
    static List<Map<String, @Nullable Object>> of(List<Message> messages) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (Message message : messages) {
            switch (message) {
                case SystemMessage system -> maps.add(text("system", system.getText()));
                case UserMessage user -> {
                    if (!user.getMedia().isEmpty()) {
                        throw new IllegalArgumentException(
                                "a message holds media; models of Mote read text");
                    }
                    maps.add(text("user", user.getText()));
                }
                case AssistantMessage assistant -> maps.add(assistant(assistant));
                case ToolResponseMessage results -> {
                    for (ToolResponseMessage.ToolResponse result : results.getResponses()) {
                        Map<String, @Nullable Object> map = text("tool", result.responseData());
                        map.put("tool_call_id", result.id());
                        map.put("name", result.name());
                        maps.add(map);
                    }
                }
                default ->
                        throw new IllegalArgumentException(
                                "messages of type %s are not known"
                                        .formatted(message.getMessageType()));
            }
        }
        return maps;
    }

    private static Map<String, @Nullable Object> text(String role, @Nullable String content) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("role", role);
        map.put("content", content == null ? "" : content);
        return map;
    }

    private static Map<String, @Nullable Object> assistant(AssistantMessage message) {
        Map<String, @Nullable Object> map = text("assistant", message.getText());
        Object reasoning = message.getMetadata().get(Responses.REASONING);
        if (reasoning != null) {
            map.put("reasoning_content", reasoning.toString());
        }
        if (message.hasToolCalls()) {
            map.put("tool_calls", message.getToolCalls().stream().map(Messages::call).toList());
        }
        return map;
    }

    private static Map<String, @Nullable Object> call(AssistantMessage.ToolCall toolCall) {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", toolCall.name());
        function.put(
                "arguments",
                toolCall.arguments().isBlank()
                        ? Map.of()
                        : Json.parseObject("arguments", toolCall.arguments()));
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("id", toolCall.id());
        call.put("type", "function");
        call.put("function", function);
        return call;
    }
}
