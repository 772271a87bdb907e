package dev.mote.serve.responses;

import dev.mote.serve.openai.Wording;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The items that models write, as the API tells them. */
final class Items {
    private Items() {}

    static Map<String, @Nullable Object> reasoning(String id, String text, String status) {
        return Wording.map(
                "id",
                id,
                "type",
                "reasoning",
                "summary",
                List.of(),
                "content",
                text.isEmpty() ? List.of() : List.of(reasoningPart(text)),
                "status",
                status);
    }

    static Map<String, @Nullable Object> reasoningPart(String text) {
        return Wording.map("type", "reasoning_text", "text", text);
    }

    static Map<String, @Nullable Object> message(String id, List<?> content, String status) {
        return Wording.map(
                "id", id,
                "type", "message",
                "status", status,
                "role", "assistant",
                "content", content);
    }

    static Map<String, @Nullable Object> textPart(String text, List<?> logprobs) {
        return Wording.map(
                "type",
                "output_text",
                "text",
                text,
                "annotations",
                List.of(),
                "logprobs",
                logprobs);
    }

    static Map<String, @Nullable Object> call(
            String id, String callId, String name, String arguments, String status) {
        return Wording.map(
                "id", id,
                "type", "function_call",
                "call_id", callId,
                "name", name,
                "arguments", arguments,
                "status", status);
    }

    /** A call as templates know it. */
    static Map<String, @Nullable Object> templateCall(
            String callId, String name, Map<String, @Nullable Object> arguments) {
        return Wording.map(
                "id",
                callId,
                "type",
                "function",
                "function",
                Wording.map("name", name, "arguments", arguments));
    }
}
