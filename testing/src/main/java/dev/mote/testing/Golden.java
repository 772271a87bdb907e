package dev.mote.testing;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A golden record: a JSON object beside the binary files it names.
 *
 * <p>File names inside a record are relative to the parent of the record's folder (the {@code
 * golden} folder). Binary files are headerless little-endian F32.
 */
public final class Golden {
    private final Path json;
    private final Map<String, Object> fields;

    private Golden(Path json, Map<String, Object> fields) {
        this.json = json;
        this.fields = fields;
    }

    /** Every record in a folder, by name. */
    public static List<Golden> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Golden::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One record. */
    public static Golden read(Path json) {
        try {
            return new Golden(json, JSON.std.mapFrom(Files.readString(json)));
        } catch (IOException e) {
            throw new UncheckedIOException("golden record " + json, e);
        }
    }

    /** The file's name without {@code .json}. */
    public String name() {
        String file = json.getFileName().toString();
        return file.substring(0, file.length() - ".json".length());
    }

    /** Whether the record has the field and it is not null. */
    public boolean has(String key) {
        return fields.get(key) != null;
    }

    /** A string. */
    public String text(String key) {
        return (String) field(key);
    }

    /** A number. */
    public double number(String key) {
        return ((Number) field(key)).doubleValue();
    }

    /** An integer. */
    public int integer(String key) {
        return ((Number) field(key)).intValue();
    }

    /** A boolean. */
    public boolean bool(String key) {
        return (Boolean) field(key);
    }

    /** The field as the JSON reader gives it: Map, List, String, Number or Boolean. */
    public Object field(String key) {
        Object value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException("golden record " + json + " has no '" + key + "'");
        }
        return value;
    }

    /** An array of integers. */
    public int[] integers(String key) {
        return integers((List<?>) field(key));
    }

    /** An array of arrays of integers. */
    public List<int[]> integerRows(String key) {
        return ((List<?>) field(key)).stream().map(row -> integers((List<?>) row)).toList();
    }

    /** An array of numbers. */
    public double[] numbers(String key) {
        return ((List<?>) field(key))
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }

    /** An object within this one. */
    public Golden child(String key) {
        return of(field(key));
    }

    /** An array of objects within this one. */
    public List<Golden> children(String key) {
        return ((List<?>) field(key)).stream().map(this::of).toList();
    }

    /** A file this record names, for example the model. */
    public Path file(String key) {
        return json.toAbsolutePath().resolve("../..").resolve(text(key)).normalize();
    }

    /** The values of a binary file this record names. */
    public float[] floats(String key) {
        return readFloats(file(key));
    }

    /** A headerless file of little-endian F32. */
    public static float[] readFloats(Path file) {
        try {
            FloatBuffer buffer =
                    ByteBuffer.wrap(Files.readAllBytes(file))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("golden values " + file, e);
        }
    }

    private Golden of(Object value) {
        @SuppressWarnings("unchecked") // a JSON object's keys are strings
        Map<String, Object> object = (Map<String, Object>) value;
        return new Golden(json, object);
    }

    private static int[] integers(List<?> values) {
        return values.stream().mapToInt(value -> ((Number) value).intValue()).toArray();
    }

    @Override
    public String toString() {
        return name();
    }
}
