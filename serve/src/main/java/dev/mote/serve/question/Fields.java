package dev.mote.serve.question;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.format.json.JsonLimits;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object from outside. Fields are read by name and kind; those that nobody read are refused
 * at the end by {@link #refuseRest}, so nothing is silently dropped. A field that is null counts as
 * absent.
 */
public final class Fields {
    private static final int DEPTH_MAX = 64;
    private static final int TOKENS_MAX = 2_000_000;

    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Set<String> read = new HashSet<>();

    private Fields(String path, Map<String, @Nullable Object> values) {
        this.path = path;
        this.values = values;
    }

    /**
     * Parses a body.
     *
     * @throws Refusal if it is not a JSON object within the limits
     */
    public static Fields parse(byte[] body) {
        if (body.length == 0) {
            throw Refusal.invalid("invalid_json", null, "the body is empty; send a JSON object");
        }
        try {
            JsonLimits limits = new JsonLimits(body.length, DEPTH_MAX, TOKENS_MAX);
            return new Fields("", Json.parseObject("the body", body, limits));
        } catch (ModelFormatException e) {
            throw Refusal.invalid("invalid_json", null, String.valueOf(e.getMessage()));
        }
    }

    /** The path of a field, as messages call it: {@code messages[2].role}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Refusal wrong(String name, String expected) {
        return Refusal.invalid("invalid_type", path(name), path(name) + " must be " + expected);
    }

    /** Whether a field is there and not null; counts as read. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** Any value; null if absent. */
    public @Nullable Object value(String name) {
        read.add(name);
        return values.get(name);
    }

    /** A string. */
    public Optional<String> string(String name) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw wrong(name, "a string");
        };
    }

    /** A string that has to be there. */
    public String requiredString(String name) {
        return string(name).orElseThrow(() -> missing(name));
    }

    /** The refusal of a request that lacks a field. */
    public Refusal missing(String name) {
        return Refusal.invalid("missing_parameter", path(name), path(name) + " is missing");
    }

    /** A boolean. */
    public boolean flag(String name, boolean otherwise) {
        return switch (value(name)) {
            case null -> otherwise;
            case Boolean flag -> flag;
            default -> throw wrong(name, "true or false");
        };
    }

    /** A whole number of a range. */
    public Optional<Long> whole(String name, long min, long max) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case Long number when number >= min && number <= max -> Optional.of(number);
            case Number number ->
                    throw Refusal.invalid(
                            path(name),
                            "%s is %s; it must be a whole number from %d to %d"
                                    .formatted(path(name), number, min, max));
            default -> throw wrong(name, "a whole number");
        };
    }

    /** As {@link #whole}, within int. */
    public int integer(String name, int min, int max, int otherwise) {
        return whole(name, min, max).map(Long::intValue).orElse(otherwise);
    }

    /** A number of a range. */
    public Optional<Double> number(String name, double min, double max) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case Number number when number.doubleValue() >= min && number.doubleValue() <= max ->
                    Optional.of(number.doubleValue());
            case Number number ->
                    throw Refusal.invalid(
                            path(name),
                            "%s is %s; it must be a number from %s to %s"
                                    .formatted(path(name), number, min, max));
            default -> throw wrong(name, "a number");
        };
    }

    /** An object. */
    public Optional<Fields> object(String name) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case Map<?, ?> map -> Optional.of(new Fields(path(name), copy(map)));
            default -> throw wrong(name, "an object");
        };
    }

    /** An object as it is, for what is passed on whole. */
    public Optional<Map<String, @Nullable Object>> map(String name) {
        return object(name).map(fields -> fields.values);
    }

    /** This object as it is. */
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    /** A list of anything. */
    public Optional<List<@Nullable Object>> list(String name) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case List<?> list -> Optional.of(new ArrayList<@Nullable Object>(list));
            default -> throw wrong(name, "a list");
        };
    }

    /** A list of objects. */
    public Optional<List<Fields>> objects(String name) {
        Optional<List<@Nullable Object>> list = list(name);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        List<Fields> objects = new ArrayList<>();
        for (Object element : list.get()) {
            String at = "%s[%d]".formatted(path(name), objects.size());
            if (!(element instanceof Map<?, ?> map)) {
                throw Refusal.invalid("invalid_type", at, at + " must be an object");
            }
            objects.add(new Fields(at, copy(map)));
        }
        return Optional.of(objects);
    }

    /** A string, or a list of strings. */
    public List<String> strings(String name) {
        return switch (value(name)) {
            case null -> List.of();
            case String text -> List.of(text);
            case List<?> list when list.stream().allMatch(String.class::isInstance) ->
                    list.stream().map(String.class::cast).toList();
            default -> throw wrong(name, "a string or a list of strings");
        };
    }

    /**
     * Refuses a field unless it is absent or has one of some harmless values.
     *
     * @param why what is offered instead
     */
    public void only(String name, String why, Object... harmless) {
        Object value = value(name);
        if (value != null && !List.of(harmless).contains(value)) {
            throw Refusal.unsupported(path(name), path(name) + " is not supported: " + why);
        }
    }

    /** Takes notice of fields that change nothing here; returns those that are there. */
    public List<String> ignore(String... names) {
        List<String> present = new ArrayList<>();
        for (String name : names) {
            if (has(name)) {
                present.add(path(name));
            }
        }
        return present;
    }

    /** Refuses the first field that nobody read. */
    public void refuseRest() {
        for (String name : values.keySet()) {
            if (!read.contains(name)) {
                throw Refusal.unknown(path(name));
            }
        }
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
