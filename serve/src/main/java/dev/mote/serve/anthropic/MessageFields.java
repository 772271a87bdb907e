package dev.mote.serve.anthropic;

import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Anthropic's messages into the form that templates know. */
final class MessageFields {
    private static final int MESSAGES_MAX = 10_000;

    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();

    private MessageFields() {}

    /** Reads {@code system} and {@code messages}. */
    static List<Map<String, @Nullable Object>> read(Fields body) {
        MessageFields reader = new MessageFields();
        if (body.has("system")) {
            reader.add("system", text(body, "system"));
        }
        List<Fields> list = body.objects("messages").orElseThrow(() -> body.missing("messages"));
        if (list.isEmpty() || list.size() > MESSAGES_MAX) {
            throw Refusal.invalid(
                    "messages",
                    "messages holds %d; it must hold 1 to %d".formatted(list.size(), MESSAGES_MAX));
        }
        for (Fields message : list) {
            switch (message.requiredString("role")) {
                case "user" -> reader.user(message);
                case "assistant" -> reader.assistant(message);
                default ->
                        throw Refusal.invalid(
                                message.path("role"),
                                message.path("role") + " must be user or assistant");
            }
            message.refuseRest();
        }
        return reader.messages;
    }

    private Map<String, @Nullable Object> add(String role, String content) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", role);
        message.put("content", content);
        messages.add(message);
        return message;
    }

    /**
     * Results of tools come as blocks of a user's message; templates want messages of their own.
     */
    private void user(Fields message) {
        if (message.value("content") instanceof String text) {
            add("user", text);
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Fields block : blocks(message)) {
            switch (block.requiredString("type")) {
                case "text" -> text.append(block.requiredString("text"));
                case "tool_result" -> {
                    block.flag("is_error", false); // the model reads it in the text
                    String content = block.has("content") ? text(block, "content") : "";
                    add("tool", content).put("tool_call_id", block.requiredString("tool_use_id"));
                }
                default -> throw notOffered(block);
            }
            end(block);
        }
        if (!text.isEmpty()) {
            add("user", text.toString());
        }
    }

    private void assistant(Fields message) {
        if (message.value("content") instanceof String text) {
            add("assistant", text);
            return;
        }
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<Object> calls = new ArrayList<>();
        for (Fields block : blocks(message)) {
            switch (block.requiredString("type")) {
                case "text" -> text.append(block.requiredString("text"));
                case "thinking" -> {
                    block.string("signature");
                    reasoning.append(block.requiredString("thinking"));
                }
                case "tool_use" -> calls.add(call(block));
                default -> throw notOffered(block);
            }
            end(block);
        }
        Map<String, @Nullable Object> added = add("assistant", text.toString());
        if (!reasoning.isEmpty()) {
            added.put("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty()) {
            added.put("tool_calls", calls);
        }
    }

    private static Map<String, @Nullable Object> call(Fields block) {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", block.requiredString("name"));
        function.put("arguments", block.map("input").orElse(Map.of()));
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("id", block.requiredString("id"));
        call.put("type", "function");
        call.put("function", function);
        return call;
    }

    private static List<Fields> blocks(Fields message) {
        return message.objects("content").orElseThrow(() -> message.missing("content"));
    }

    /** A string, or blocks that are text. */
    private static String text(Fields fields, String name) {
        if (fields.value(name) instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        for (Fields block : fields.objects(name).orElse(List.of())) {
            if (!block.requiredString("type").equals("text")) {
                throw notOffered(block);
            }
            text.append(block.requiredString("text"));
            end(block);
        }
        return text.toString();
    }

    /** Prompts are cached without being asked. */
    private static void end(Fields block) {
        block.ignore("cache_control");
        block.only("citations", "there are no citations");
        block.refuseRest();
    }

    private static Refusal notOffered(Fields block) {
        return Refusal.unsupported(
                block.path("type"),
                "%s is %s; models here read text only"
                        .formatted(
                                block.path("type"),
                                Reply.jsonText(String.valueOf(block.value("type")))));
    }
}
