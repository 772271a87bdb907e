package dev.mote.format;

import java.util.ArrayList;
import java.util.List;

/** Conversions behind the accessors of {@link Metadata}; every refusal names file and key. */
final class MetadataValues {
    private static final int MAX_SHOWN = 40;

    private MetadataValues() {}

    static <T> T as(Metadata metadata, String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw wrong(metadata, key, describe(value), article(type));
        }
        return type.cast(value);
    }

    static int toInt(Metadata metadata, String key, long value) {
        if (value != (int) value) {
            throw wrong(metadata, key, Long.toString(value), "an integer of 32 bits");
        }
        return (int) value;
    }

    @SuppressWarnings("unchecked") // the element type was checked the line before
    static List<String> toStrings(Metadata metadata, String key, Object value) {
        List<?> list = as(metadata, key, value, List.class);
        if (list instanceof TypedList<?> typed) {
            if (typed.elementType() != String.class && !typed.isEmpty()) {
                throw wrong(metadata, key, describe(typed), "an array of strings");
            }
            return (List<String>) typed;
        }
        List<String> strings = new ArrayList<>(list.size());
        for (int index = 0; index < list.size(); index++) {
            strings.add(element(metadata, key, list, index, String.class));
        }
        return List.copyOf(strings);
    }

    static int[] toInts(Metadata metadata, String key, Object value) {
        List<?> list = value instanceof Long ? List.of(value) : asList(metadata, key, value);
        int[] integers = new int[list.size()];
        for (int index = 0; index < integers.length; index++) {
            integers[index] = toInt(metadata, key, element(metadata, key, list, index, Long.class));
        }
        return integers;
    }

    static float[] toFloats(Metadata metadata, String key, Object value) {
        List<?> list = value instanceof Number ? List.of(value) : asList(metadata, key, value);
        float[] numbers = new float[list.size()];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = element(metadata, key, list, index, Number.class).floatValue();
        }
        return numbers;
    }

    private static List<?> asList(Metadata metadata, String key, Object value) {
        return as(metadata, key, value, List.class);
    }

    private static <T> T element(
            Metadata metadata, String key, List<?> list, int index, Class<T> type) {
        Object element = list.get(index);
        if (!type.isInstance(element)) {
            throw wrong(metadata, key + "[" + index + "]", describe(element), article(type));
        }
        return type.cast(element);
    }

    private static ModelFormatException wrong(
            Metadata metadata, String key, String found, String expected) {
        return new ModelFormatException(
                metadata.source(),
                "metadata key '%s' is %s, expected %s".formatted(key, found, expected));
    }

    private static String article(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "a string";
            case "Boolean" -> "a boolean";
            case "Long" -> "an integer";
            case "List" -> "an array";
            default -> "a number";
        };
    }

    private static String describe(Object value) {
        return switch (value) {
            case String text when text.length() <= MAX_SHOWN -> "the string '" + text + "'";
            case String text -> "a string of " + text.length() + " characters";
            case TypedList<?> list ->
                    "an array of %d × %s"
                            .formatted(list.size(), list.elementType().getSimpleName());
            case List<?> list -> "an array of " + list.size();
            default -> value.toString();
        };
    }
}
