package dev.mote.model.huggingface;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFormatException;

import java.util.List;
import java.util.Optional;

/** Reads {@code config.json}, whose keys differ a little from family to family. */
final class Config {
    private final Metadata json;

    Config(Metadata json) {
        this.json = json;
    }

    /** Whether any of the keys is there and not null. */
    boolean has(String key) {
        return json.value(key).isPresent();
    }

    long integer(String key) {
        return json.requireInteger(key);
    }

    long integer(String key, long fallback) {
        return json.integer(key).map(value -> (long) value).orElse(fallback);
    }

    double number(String key) {
        return json.requireNumber(key);
    }

    double number(String key, double fallback) {
        return json.number(key).orElse(fallback);
    }

    Optional<Double> optionalNumber(String key) {
        return json.number(key);
    }

    String text(String key, String fallback) {
        return json.string(key).orElse(fallback);
    }

    String text(String key) {
        return json.requireString(key);
    }

    boolean flag(String key, boolean fallback) {
        return json.bool(key).orElse(fallback);
    }

    Optional<List<String>> texts(String key) {
        return json.strings(key);
    }

    Optional<float[]> numbers(String key) {
        return json.numbers(key);
    }

    Optional<int[]> integers(String key) {
        return json.integers(key);
    }

    /** The exception for a value that cannot be served. */
    ModelFormatException unsupported(String key, String detail) {
        return new ModelFormatException(json.source(), "'%s' %s".formatted(key, detail));
    }

    /** Refuses a value other than one of those the architecture computes. */
    void requireOneOf(String key, String fallback, String... known) {
        String value = text(key, fallback);
        if (!List.of(known).contains(value)) {
            throw unsupported(
                    key, "is '%s', supported is %s".formatted(value, String.join(" or ", known)));
        }
    }
}
