package dev.mote.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Typed key/value metadata of a model file, in GGUF's vocabulary of keys.
 *
 * <p>Values are String, Boolean, Long (every integer type; UINT64 above 2⁶³−1 is refused by
 * readers), Double (every float type) or a List of one of those. Accessors throw {@link
 * ModelFormatException} naming file and key when a present value has another type or does not fit;
 * absence is an empty Optional or, for the {@code require} forms, an exception. Immutable.
 */
public interface Metadata {
    /** What to call the file in messages. */
    String source();

    /** All keys in file order. */
    Set<String> keys();

    /** The raw value. */
    Optional<Object> value(String key);

    /** A string. */
    Optional<String> string(String key);

    /** An integer that fits an int. */
    Optional<Integer> integer(String key);

    /** A number; integers are widened. */
    Optional<Double> number(String key);

    /** A boolean. */
    Optional<Boolean> bool(String key);

    /** An array of strings. */
    Optional<List<String>> strings(String key);

    /** An array of integers; a scalar integer counts as an array of one. */
    Optional<int[]> integers(String key);

    /** An array of numbers. */
    Optional<float[]> numbers(String key);

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
