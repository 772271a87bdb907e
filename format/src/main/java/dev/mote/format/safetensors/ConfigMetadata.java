package dev.mote.format.safetensors;

import dev.mote.format.Metadata;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flattens a config.json: names of objects inside objects are joined by dots. */
final class ConfigMetadata {
    private ConfigMetadata() {}

    /** Nulls and arrays that hold anything but scalars are left out. */
    static Metadata of(String source, Map<String, @Nullable Object> config) {
        Map<String, Object> values = new LinkedHashMap<>();
        flatten("", config, values);
        return Metadata.of(source, values);
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> values) {
        map.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case Map<?, ?> inner -> flatten(prefix + name + ".", inner, values);
                case List<?> list -> {
                    if (list.stream().allMatch(ConfigMetadata::isScalar)) {
                        values.put(prefix + name, list);
                    }
                }
                default -> values.put(prefix + name, value);
            }
        });
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
