package dev.mote.serve.responses;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the field {@code input}: a text, or items. Each becomes part of a message as templates know
 * them; what a model thought, said and called in one turn are several items and one message.
 */
final class InputItems {
    private static final int ITEMS_MAX = 10_000;

    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    private final Set<String> calls = new HashSet<>();

    private InputItems(List<Map<String, @Nullable Object>> before) {
        for (Map<String, @Nullable Object> message : before) {
            messages.add(message);
            if (message.get("tool_calls") instanceof List<?> made) {
                for (Object call : made) {
                    calls.add(String.valueOf(((Map<?, ?>) call).get("id")));
                }
            }
        }
    }

    /**
     * Reads what was sent.
     *
     * @param before the conversation so far
     */
    static InputItems read(Fields body, List<Map<String, @Nullable Object>> before) {
        InputItems input = new InputItems(before);
        if (body.value("input") instanceof String text) {
            input.message("user", text, Wording.id("msg_"), "input_text");
            return input;
        }
        List<Fields> list = body.objects("input").orElseThrow(() -> body.missing("input"));
        if (list.isEmpty() || list.size() > ITEMS_MAX) {
            throw Refusal.invalid(
                    "input",
                    "input holds %d items; it must hold 1 to %d".formatted(list.size(), ITEMS_MAX));
        }
        for (Fields item : list) {
            input.item(item);
            item.refuseRest();
        }
        return input;
    }

    /** As they are listed to those who ask. */
    List<Map<String, @Nullable Object>> items() {
        return items;
    }

    /** The conversation so far and these, as templates know it. */
    List<Map<String, @Nullable Object>> messages() {
        return messages;
    }

    private void item(Fields item) {
        item.string("status"); // of what was once an output; here everything is complete
        switch (item.string("type").orElse("message")) {
            case "message" -> message(item);
            case "function_call" -> call(item);
            case "function_call_output" -> result(item);
            case "reasoning" -> reasoning(item);
            default ->
                    throw Refusal.unsupported(
                            item.path("type"),
                            item.path("type")
                                    + " must be message, function_call, function_call_output or"
                                    + " reasoning");
        }
    }

    private static String id(Fields item, String prefix) {
        return item.string("id").orElseGet(() -> Wording.id(prefix));
    }

    private void message(Fields item) {
        String role = item.requiredString("role");
        item.ignore("phase"); // of what was once an output
        if (!item.has("content")) {
            throw item.missing("content");
        }
        switch (role) {
            case "user", "system", "developer" ->
                    message(role, Texts.read(item, "content"), id(item, "msg_"), "input_text");
            case "assistant" ->
                    message(role, Texts.read(item, "content"), id(item, "msg_"), "output_text");
            default ->
                    throw Refusal.invalid(
                            item.path("role"),
                            item.path("role") + " must be user, system, developer or assistant");
        }
    }

    private void message(String role, String text, String id, String partType) {
        Map<String, @Nullable Object> part = Wording.map("type", partType, "text", text);
        if (partType.equals("output_text")) {
            part.put("annotations", List.of());
        }
        items.add(
                Wording.map(
                        "id",
                        id,
                        "type",
                        "message",
                        "status",
                        "completed",
                        "role",
                        role,
                        "content",
                        List.of(part)));
        if (role.equals("assistant")) {
            turn(true).put("content", text);
        } else {
            // Templates know no developers.
            String known = role.equals("developer") ? "system" : role;
            messages.add(Wording.map("role", known, "content", text));
        }
    }

    private void reasoning(Fields item) {
        String id = id(item, "rs_");
        item.only("encrypted_content", "reasoning is not encrypted here");
        String summary = Texts.read(item, "summary");
        String content = Texts.read(item, "content");
        String text = content.isEmpty() ? summary : content;
        items.add(Items.reasoning(id, text, "completed"));
        turn(true).merge("reasoning_content", text, (old, more) -> old + "\n" + more);
    }

    private void call(Fields item) {
        String callId = item.requiredString("call_id");
        String name = item.requiredString("name");
        String arguments = item.requiredString("arguments");
        items.add(Items.call(id(item, "fc_"), callId, name, arguments, "completed"));
        calls.add(callId);
        List<Object> list = new ArrayList<>();
        Map<String, @Nullable Object> turn = turn(false);
        if (turn.get("tool_calls") instanceof List<?> earlier) {
            list.addAll(earlier);
        }
        list.add(Items.templateCall(callId, name, arguments(item, arguments)));
        turn.put("tool_calls", list);
    }

    private static Map<String, @Nullable Object> arguments(Fields item, String text) {
        try {
            return text.isBlank() ? Map.of() : Json.parseObject("arguments", text);
        } catch (ModelFormatException e) {
            throw Refusal.invalid(
                    item.path("arguments"), item.path("arguments") + ": " + e.getMessage());
        }
    }

    private void result(Fields item) {
        String callId = item.requiredString("call_id");
        if (!calls.contains(callId)) {
            throw Refusal.invalid(
                    item.path("call_id"),
                    item.path("call_id") + " names no function_call of this conversation");
        }
        if (!item.has("output")) {
            throw item.missing("output");
        }
        String output = Texts.read(item, "output");
        items.add(
                Wording.map(
                        "id",
                        id(item, "fco_"),
                        "type",
                        "function_call_output",
                        "call_id",
                        callId,
                        "output",
                        output,
                        "status",
                        "completed"));
        messages.add(Wording.map("role", "tool", "tool_call_id", callId, "content", output));
    }

    /**
     * The assistant's message that an item belongs to.
     *
     * @param opens whether it begins a turn if the last one has gone further already
     */
    private Map<String, @Nullable Object> turn(boolean opens) {
        if (!messages.isEmpty() && "assistant".equals(messages.getLast().get("role"))) {
            Map<String, @Nullable Object> last = messages.getLast();
            boolean further = last.containsKey("tool_calls") || !"".equals(last.get("content"));
            if (!opens || !further) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>(last);
                messages.set(messages.size() - 1, copy); // the last may be a stored one
                return copy;
            }
        }
        messages.add(Wording.map("role", "assistant", "content", ""));
        return messages.getLast();
    }
}
