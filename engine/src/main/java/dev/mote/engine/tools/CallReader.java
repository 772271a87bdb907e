package dev.mote.engine.tools;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.format.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads calls that a model has written. */
final class CallReader {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Mistral's templates demand exactly as many. */
    private static final int ID_LENGTH = 9;

    private static final SecureRandom RANDOM = new SecureRandom();

    private CallReader() {}

    /** The calls of a text; empty if it is none, so that it stays what the model has said. */
    static List<ToolCall> read(String text, ToolFormat format) {
        @Nullable Object value;
        try {
            value = Json.parse("a tool call", text.strip());
        } catch (ModelFormatException e) { // not JSON, so no call
            return List.of();
        }
        List<?> list =
                value instanceof List<?> several ? several : List.of(value == null ? "" : value);
        List<ToolCall> calls = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)
                    || !(map.get("name") instanceof String name)
                    || !(map.get(format.argumentsKey()) instanceof Map<?, ?> arguments)) {
                return List.of();
            }
            calls.add(new ToolCall(id(), name, JsonText.of(arguments)));
        }
        return calls;
    }

    private static String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
