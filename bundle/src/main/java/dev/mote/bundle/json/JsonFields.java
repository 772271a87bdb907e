package dev.mote.bundle.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a foreign JSON text, read field by field. A field of another type than asked for is
 * an {@link IOException} that names it; an absent or null one is empty.
 */
public final class JsonFields {
    private final String where;
    private final Map<?, ?> fields;

    private JsonFields(String where, Map<?, ?> fields) {
        this.where = where;
        this.fields = fields;
    }

    /**
     * Reads a text that is one object.
     *
     * @param where name of the text, for messages
     */
    public static JsonFields parse(String where, byte[] json) throws IOException {
        return of(where, parseAny(where, json));
    }

    /** Reads a text that is a list of objects. */
    public static List<JsonFields> parseList(String where, byte[] json) throws IOException {
        return list(where, parseAny(where, json));
    }

    private static Object parseAny(String where, byte[] json) throws IOException {
        try {
            Object value = JSON.std.anyFrom(json);
            if (value == null) {
                throw new IOException(where + ": is empty, expected JSON");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IOException(where + ": is not JSON (" + firstLine(e) + ")", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static JsonFields of(String where, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            return new JsonFields(where, map);
        }
        throw new IOException(where + ": expected an object");
    }

    private static List<JsonFields> list(String where, Object value) throws IOException {
        if (!(value instanceof List<?> items)) {
            throw new IOException(where + ": expected a list");
        }
        List<JsonFields> objects = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            objects.add(of(where + "[" + i + "]", items.get(i)));
        }
        return objects;
    }

    /** A text field that must be there and not be blank. */
    public String text(String key) throws IOException {
        return optionalText(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IOException(where + ": '" + key + "' is missing"));
    }

    /** A text field. */
    public Optional<String> optionalText(String key) throws IOException {
        Object value = fields.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new IOException(where + ": '" + key + "' is not a text");
    }

    /** Whether a field is there and is a text that is not blank. */
    public boolean isText(String key) {
        return fields.get(key) instanceof String text && !text.isBlank();
    }

    /** A whole number that is not negative. */
    public Optional<Long> optionalCount(String key) throws IOException {
        Object value = fields.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0) {
            return Optional.of(((Number) value).longValue());
        }
        throw new IOException(where + ": '" + key + "' is not a whole number of at least 0");
    }

    /** A list of texts; absent is empty. */
    public List<String> texts(String key) throws IOException {
        Object value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new IOException(where + ": '" + key + "' is not a list");
        }
        List<String> texts = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw new IOException(where + ": '" + key + "' holds something not a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object field. */
    public Optional<JsonFields> optionalObject(String key) throws IOException {
        Object value = fields.get(key);
        return value == null ? Optional.empty() : Optional.of(of(where + "." + key, value));
    }

    /** An object field that must be there. */
    public JsonFields object(String key) throws IOException {
        return optionalObject(key)
                .orElseThrow(() -> new IOException(where + ": '" + key + "' is missing"));
    }

    /** A list of objects that must be there. */
    public List<JsonFields> objects(String key) throws IOException {
        Object value = fields.get(key);
        if (value == null) {
            throw new IOException(where + ": '" + key + "' is missing");
        }
        return list(where + "." + key, value);
    }

    /** The names of the fields, in the text's order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(fields.size());
        for (Object key : fields.keySet()) {
            keys.add(String.valueOf(key));
        }
        return keys;
    }

    /** Name of this object, for messages. */
    public String where() {
        return where;
    }
}
