package dev.mote.format.gguf;

import java.nio.ByteBuffer;

/** Reads metadata values: scalars into Java's types, arrays as views of the mapping. */
final class ValueReader {
    private ValueReader() {}

    /** Reads a value and its type number. */
    static Object read(HeaderCursor cursor, String key) {
        GgufValueType type = type(cursor, "key '" + key + "'");
        return switch (type) {
            case STRING ->
                    cursor.string("the value of key '" + key + "'", GgufLimits.STRING_BYTES_MAX);
            case ARRAY -> array(cursor, key);
            default -> {
                int at = cursor.advance(type.byteSize(), "the value of key '" + key + "'");
                check(cursor, type, at, key);
                yield scalar(type, cursor.bytes(), at);
            }
        };
    }

    private static GgufValueType type(HeaderCursor cursor, String what) {
        int id = cursor.int32("the type of " + what);
        GgufValueType type = GgufValueType.ofId(id);
        if (type == null) {
            throw cursor.error(
                    "%s has value type %d, GGUF knows 0 to 12"
                            .formatted(what, Integer.toUnsignedLong(id)));
        }
        return type;
    }

    private static Object array(HeaderCursor cursor, String key) {
        GgufValueType type = type(cursor, "the elements of key '" + key + "'");
        String what = "the array length of key '" + key + "'";
        return switch (type) {
            case ARRAY ->
                    throw cursor.error(
                            "key '%s' is an array of arrays, which no known key is".formatted(key));
            case STRING -> strings(cursor, key, what);
            default -> {
                int count = cursor.count(what, type.byteSize(), Integer.MAX_VALUE);
                int start = cursor.advance((long) count * type.byteSize(), what);
                if (type == GgufValueType.BOOL || type == GgufValueType.UINT64) {
                    for (int index = 0; index < count; index++) {
                        check(cursor, type, start + index * type.byteSize(), key);
                    }
                }
                yield new PackedArray<>(javaType(type), type, cursor.bytes(), start, count);
            }
        };
    }

    private static StringArray strings(HeaderCursor cursor, String key, String what) {
        int count = cursor.count(what, Long.BYTES, Integer.MAX_VALUE);
        int[] offsets = new int[count];
        String element = "an element of key '" + key + "'";
        for (int index = 0; index < count; index++) {
            offsets[index] = cursor.position();
            cursor.advance(cursor.byteLength(element, GgufLimits.STRING_BYTES_MAX), element);
        }
        return new StringArray(cursor.source(), key, cursor.bytes(), offsets);
    }

    private static void check(HeaderCursor cursor, GgufValueType type, int at, String key) {
        if (type == GgufValueType.BOOL && (cursor.bytes().get(at) & ~1) != 0) {
            throw cursor.error(
                    "key '%s' has a boolean of value %d, expected 0 or 1"
                            .formatted(key, cursor.bytes().get(at) & 0xFF));
        }
        if (type == GgufValueType.UINT64 && cursor.bytes().getLong(at) < 0) {
            throw cursor.error(
                    "key '%s' has the value %s, the limit is 2^63-1"
                            .formatted(key, Long.toUnsignedString(cursor.bytes().getLong(at))));
        }
    }

    private static Class<?> javaType(GgufValueType type) {
        return switch (type) {
            case BOOL -> Boolean.class;
            case FLOAT32, FLOAT64 -> Double.class;
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> Long.class;
            case STRING -> String.class;
            case ARRAY -> Object.class;
        };
    }

    /** The number or boolean at an offset. */
    static Object scalar(GgufValueType type, ByteBuffer bytes, int at) {
        return switch (type) {
            case UINT8 -> (long) (bytes.get(at) & 0xFF);
            case INT8 -> (long) bytes.get(at);
            case UINT16 -> (long) (bytes.getShort(at) & 0xFFFF);
            case INT16 -> (long) bytes.getShort(at);
            case UINT32 -> bytes.getInt(at) & 0xFFFF_FFFFL;
            case INT32 -> (long) bytes.getInt(at);
            case UINT64, INT64 -> bytes.getLong(at);
            case FLOAT32 -> (double) bytes.getFloat(at);
            case FLOAT64 -> bytes.getDouble(at);
            case BOOL -> bytes.get(at) != 0;
            case STRING, ARRAY -> throw new IllegalArgumentException(type + " is no scalar");
        };
    }
}
