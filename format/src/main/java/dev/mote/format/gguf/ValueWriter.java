package dev.mote.format.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encodes metadata values; refuses those that do not fit their type. */
final class ValueWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    /** A type number and a value. */
    static byte[] value(String key, GgufValueType type, Object value) {
        ValueWriter writer = new ValueWriter();
        writer.int32(type.id());
        writer.write(key, type, value);
        return writer.out.toByteArray();
    }

    /** The array type, the element type, the count, the elements. */
    static byte[] array(String key, GgufValueType elementType, List<?> elements) {
        if (elementType == GgufValueType.ARRAY) {
            throw new IllegalArgumentException("key '" + key + "': arrays of arrays are not read");
        }
        ValueWriter writer = new ValueWriter();
        writer.int32(GgufValueType.ARRAY.id());
        writer.int32(elementType.id());
        writer.int64(elements.size());
        for (Object element : elements) {
            writer.write(key, elementType, element);
        }
        return writer.out.toByteArray();
    }

    /** A length and UTF-8. */
    static byte[] string(String text) {
        ValueWriter writer = new ValueWriter();
        writer.text(text);
        return writer.out.toByteArray();
    }

    private void write(String key, GgufValueType type, Object value) {
        switch (type) {
            case STRING -> text(cast(key, String.class, value));
            case BOOL -> out.write(cast(key, Boolean.class, value) ? 1 : 0);
            case FLOAT32 ->
                    int32(Float.floatToRawIntBits(cast(key, Number.class, value).floatValue()));
            case FLOAT64 ->
                    int64(Double.doubleToRawLongBits(cast(key, Number.class, value).doubleValue()));
            case UINT8 -> integer(key, value, 1, 0, 0xFF);
            case INT8 -> integer(key, value, 1, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT16 -> integer(key, value, 2, 0, 0xFFFF);
            case INT16 -> integer(key, value, 2, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT32 -> integer(key, value, 4, 0, 0xFFFF_FFFFL);
            case INT32 -> integer(key, value, 4, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT64 -> integer(key, value, 8, 0, Long.MAX_VALUE);
            case INT64 -> integer(key, value, 8, Long.MIN_VALUE, Long.MAX_VALUE);
            case ARRAY -> throw new IllegalArgumentException("key '" + key + "': use putArray");
        }
    }

    private void integer(String key, Object value, int bytes, long min, long max) {
        Number number = cast(key, Number.class, value);
        long integer = number.longValue();
        boolean whole = number instanceof Long || integer == number.doubleValue();
        if (!whole || integer < min || integer > max) {
            throw new IllegalArgumentException(
                    "key '%s': %s is no integer from %d to %d".formatted(key, value, min, max));
        }
        scratch.clear().putLong(integer);
        out.write(scratch.array(), 0, bytes);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int64(utf8.length);
        out.writeBytes(utf8);
    }

    private void int32(int value) {
        scratch.clear().putInt(value);
        out.write(scratch.array(), 0, 4);
    }

    private void int64(long value) {
        scratch.clear().putLong(value);
        out.write(scratch.array(), 0, 8);
    }

    private static <T> T cast(String key, Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "key '%s': %s is no %s".formatted(key, value, type.getSimpleName()));
        }
        return type.cast(value);
    }
}
