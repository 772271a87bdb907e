package dev.mote.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Typed key/value metadata of a model file, in GGUF's vocabulary of keys.
 *
 * <p>Values are String, Boolean, Long (every integer type; UINT64 above 2⁶³−1 is refused by
 * readers), Double (every float type) or a List of one of those. Accessors throw {@link
 * ModelFormatException} naming file and key when a present value has another type or does not fit;
 * absence is an empty Optional or, for the {@code require} forms, an exception. Immutable and
 * thread-safe.
 *
 * <p>Lists may read the mapped file when asked, so they serve only as long as the file they came
 * from is open; a copy ({@code List.copyOf}, the arrays of {@link #integers} and {@link #numbers})
 * lives on. An element that turns out malformed on reading, such as a string that is no UTF-8, is a
 * {@link ModelFormatException} then.
 */
public interface Metadata {
    /** What to call the file in messages. */
    String source();

    /** All keys in file order. */
    Set<String> keys();

    /** The raw value. */
    Optional<Object> value(String key);

    /**
     * Metadata over given values; the map is copied.
     *
     * @throws IllegalArgumentException if a value is none of the types above
     */
    static Metadata of(String source, Map<String, ?> values) {
        return new MapMetadata(source, values);
    }

    /** A string. */
    default Optional<String> string(String key) {
        return value(key).map(value -> MetadataValues.as(this, key, value, String.class));
    }

    /** An integer that fits an int. */
    default Optional<Integer> integer(String key) {
        return value(key)
                .map(value -> MetadataValues.as(this, key, value, Long.class))
                .map(value -> MetadataValues.toInt(this, key, value));
    }

    /** A number; integers are widened. */
    default Optional<Double> number(String key) {
        return value(key)
                .map(value -> MetadataValues.as(this, key, value, Number.class).doubleValue());
    }

    /** A boolean. */
    default Optional<Boolean> bool(String key) {
        return value(key).map(value -> MetadataValues.as(this, key, value, Boolean.class));
    }

    /** An array of strings, readable in place: no element is decoded before it is asked for. */
    default Optional<List<String>> strings(String key) {
        return value(key).map(value -> MetadataValues.toStrings(this, key, value));
    }

    /** An array of integers; a scalar integer counts as an array of one. */
    default Optional<int[]> integers(String key) {
        return value(key).map(value -> MetadataValues.toInts(this, key, value));
    }

    /** An array of numbers; a scalar counts as an array of one. */
    default Optional<float[]> numbers(String key) {
        return value(key).map(value -> MetadataValues.toFloats(this, key, value));
    }

    /** A string that must be there. */
    default String requireString(String key) {
        return string(key).orElseThrow(() -> missing(key));
    }

    /** An integer that must be there. */
    default int requireInteger(String key) {
        return integer(key).orElseThrow(() -> missing(key));
    }

    /** A number that must be there. */
    default double requireNumber(String key) {
        return number(key).orElseThrow(() -> missing(key));
    }

    private ModelFormatException missing(String key) {
        return new ModelFormatException(source(), "metadata key '" + key + "' is missing");
    }
}
