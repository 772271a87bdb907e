package dev.mote.serve.chat;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the messages of OpenAI's chat API into the form that templates know. */
public final class Messages {
    private static final int MESSAGES_MAX = 10_000;

    private Messages() {}

    /** Reads the field {@code messages}. */
    public static List<Map<String, @Nullable Object>> read(Fields body) {
        List<Fields> list = body.objects("messages").orElseThrow(() -> body.missing("messages"));
        if (list.isEmpty() || list.size() > MESSAGES_MAX) {
            throw Refusal.invalid(
                    "messages",
                    "messages holds %d; it must hold 1 to %d".formatted(list.size(), MESSAGES_MAX));
        }
        List<Map<String, @Nullable Object>> messages = new ArrayList<>();
        for (Fields message : list) {
            messages.add(message(message));
            message.refuseRest();
        }
        return messages;
    }

    private static Map<String, @Nullable Object> message(Fields fields) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        String role = fields.requiredString("role");
        // Templates trust role names, so none but these come in.
        switch (role) {
            case "system", "developer" -> message.put("role", "system");
            case "user" -> message.put("role", "user");
            case "assistant" -> assistant(fields, message);
            case "tool" -> {
                message.put("role", "tool");
                message.put("tool_call_id", fields.requiredString("tool_call_id"));
            }
            default ->
                    throw Refusal.invalid(
                            fields.path("role"),
                            "%s must be system, developer, user, assistant or tool"
                                    .formatted(fields.path("role")));
        }
        fields.string("name").ifPresent(name -> message.put("name", name));
        if (fields.has("content")) {
            message.put("content", content(fields));
        } else if (message.containsKey("tool_calls")) {
            message.put("content", "");
        } else {
            throw fields.missing("content");
        }
        return message;
    }

    private static void assistant(Fields fields, Map<String, @Nullable Object> message) {
        message.put("role", "assistant");
        fields.only("refusal", "messages that refuse are not told apart", "");
        fields.only("annotations", "there are no annotations", List.of());
        fields.only("audio", "there is no audio");
        fields.only("function_call", "use tool_calls");
        fields.string("reasoning_content")
                .ifPresent(text -> message.put("reasoning_content", text));
        List<Map<String, @Nullable Object>> calls = new ArrayList<>();
        for (Fields call : fields.objects("tool_calls").orElse(List.of())) {
            calls.add(call(call));
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
    }

    private static Map<String, @Nullable Object> call(Fields fields) {
        fields.only("type", "functions alone can be called", "function");
        fields.whole("index", 0, MESSAGES_MAX); // of a stream; the place in the list says it too
        Fields function = fields.object("function").orElseThrow(() -> fields.missing("function"));
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("name", function.requiredString("name"));
        inner.put("arguments", arguments(function));
        function.refuseRest();
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("id", fields.requiredString("id"));
        call.put("type", "function");
        call.put("function", inner);
        fields.refuseRest();
        return call;
    }

    /** The API sends arguments as text of JSON; templates write them from objects. */
    private static Object arguments(Fields function) {
        String text = function.requiredString("arguments");
        try {
            return text.isBlank() ? Map.of() : Json.parseObject("arguments", text);
        } catch (ModelFormatException e) {
            throw Refusal.invalid(
                    function.path("arguments"), function.path("arguments") + ": " + e.getMessage());
        }
    }

    /** A string, or parts that are text. */
    private static String content(Fields fields) {
        if (fields.value("content") instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        for (Fields part : fields.objects("content").orElse(List.of())) {
            String type = part.requiredString("type");
            if (!type.equals("text")) {
                throw Refusal.unsupported(
                        part.path("type"),
                        "%s is '%s'; models here read text only"
                                .formatted(part.path("type"), type));
            }
            text.append(part.requiredString("text"));
            part.refuseRest();
        }
        return text.toString();
    }
}
