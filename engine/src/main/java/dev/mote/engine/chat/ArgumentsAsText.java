package dev.mote.engine.chat;

import dev.mote.format.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages whose calls carry their arguments as JSON text instead of objects. */
public final class ArgumentsAsText {
    private ArgumentsAsText() {}

    /** The same messages, arguments written out; equal to the given ones if there are none. */
    public static List<Map<String, @Nullable Object>> of(
            List<? extends Map<String, ? extends @Nullable Object>> messages) {
        List<Map<String, @Nullable Object>> result = new ArrayList<>();
        for (Map<String, ? extends @Nullable Object> message : messages) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(message);
            if (copy.get("tool_calls") instanceof List<?> calls) {
                copy.put("tool_calls", calls.stream().map(ArgumentsAsText::call).toList());
            }
            result.add(copy);
        }
        return result;
    }

    private static Object call(Object call) {
        if (!(call instanceof Map<?, ?> fields)
                || !(fields.get("function") instanceof Map<?, ?> function)
                || !(function.get("arguments") instanceof Map<?, ?> arguments)) {
            return call;
        }
        return with(fields, "function", with(function, "arguments", JsonText.of(arguments)));
    }

    private static Map<Object, @Nullable Object> with(Map<?, ?> map, String key, Object value) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
