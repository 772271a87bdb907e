package dev.mote.text.tokenizer;

import dev.mote.format.ModelFormatException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a parsed JSON file with typed access; what does not fit is refused with its place.
 *
 * @param source file name for messages
 * @param place path of the object inside the file
 * @param fields what the JSON reader gave
 */
record JsonObject(String source, String place, Map<?, ?> fields) {
    static JsonObject of(String source, String place, @Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            return new JsonObject(source, place, fields);
        }
        throw new ModelFormatException(source, "'" + place + "' is not an object");
    }

    ModelFormatException unsupported(String what) {
        return new ModelFormatException(source, "'" + place + "': " + what + " is not supported");
    }

    ModelFormatException malformed(String key, String expected) {
        return new ModelFormatException(source, "'" + place + "." + key + "' is not " + expected);
    }

    @Nullable Object value(String key) {
        return fields.get(key);
    }

    boolean has(String key) {
        return fields.get(key) != null;
    }

    Optional<JsonObject> object(String key) {
        Object value = fields.get(key);
        return value == null ? Optional.empty() : Optional.of(of(source, place + "." + key, value));
    }

    JsonObject requireObject(String key) {
        return object(key).orElseThrow(() -> malformed(key, "an object"));
    }

    Optional<String> string(String key) {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw malformed(key, "a string");
        }
        return Optional.ofNullable((String) value);
    }

    String requireString(String key) {
        return string(key).orElseThrow(() -> malformed(key, "a string"));
    }

    boolean bool(String key, boolean otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw malformed(key, "true or false");
    }

    int integer(String key, int otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw malformed(key, "an integer of 32 bits");
    }

    List<?> list(String key) {
        Object value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw malformed(key, "a list");
    }

    List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : list(key)) {
            objects.add(of(source, place + "." + key + "[" + objects.size() + "]", value));
        }
        return objects;
    }

    /**
     * The parts of a component: those of a {@code Sequence} under {@code listKey}, itself
     * otherwise.
     */
    List<JsonObject> parts(String listKey) {
        return requireString("type").equals("Sequence") ? objects(listKey) : List.of(this);
    }
}
