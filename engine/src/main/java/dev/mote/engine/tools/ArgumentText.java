package dev.mote.engine.tools;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments as text: JSON, or strings without quotes where the schema says that it is a string. */
final class ArgumentText {
    private ArgumentText() {}

    /** The value of a text of JSON; empty if it is none, or null. */
    static Optional<Object> json(String text) {
        try {
            return Optional.ofNullable(Json.parse("a tool call", text));
        } catch (ModelFormatException e) { // not JSON, so no call
            return Optional.empty();
        }
    }

    /** What a text without quotes means: itself for strings, otherwise JSON if it is JSON. */
    static @Nullable Object value(String text, @Nullable Map<String, @Nullable Object> schema) {
        if (schema != null && isText(schema)) {
            return text;
        }
        String bare = text.strip();
        return bare.equals("null") ? null : json(bare).orElse(text);
    }

    /** Whether a schema allows strings alone, which are then written without quotes. */
    static boolean isText(Map<String, @Nullable Object> schema) {
        if ("string".equals(schema.get("type"))) {
            return true;
        }
        return !schema.containsKey("type")
                && schema.get("enum") instanceof List<?> values
                && !values.isEmpty()
                && values.stream().allMatch(String.class::isInstance);
    }

    /** Where the JSON object that begins at a place ends; -1 if it does not. */
    static int endOfObject(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
            if (depth == 0) {
                return -1; // it begins with something else
            }
        }
        return -1;
    }
}
