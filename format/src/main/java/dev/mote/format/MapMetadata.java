package dev.mote.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Metadata held in a map. */
final class MapMetadata implements Metadata {
    private final String source;
    private final Map<String, Object> values = new LinkedHashMap<>();

    MapMetadata(String source, Map<String, ?> values) {
        this.source = source;
        values.forEach((key, value) -> this.values.put(key, checked(key, value)));
    }

    private static Object checked(String key, Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Long integer -> integer;
            case Double number -> number;
            case TypedList<?> list -> list;
            case List<?> list -> List.copyOf(list);
            default ->
                    throw new IllegalArgumentException(
                            "metadata key '%s' has a value of %s".formatted(key, value.getClass()));
        };
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    @Override
    public Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
    }
}
