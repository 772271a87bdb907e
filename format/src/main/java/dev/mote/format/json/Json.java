package dev.mote.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.mote.format.ModelFormatException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads untrusted JSON (RFC 8259) into Java's own types, within limits.
 *
 * <p>An object becomes a LinkedHashMap in document order, an array an ArrayList, both the caller's
 * to keep and change; a string a String; a whole number a Long, or a Double where it exceeds 64
 * bits (Hugging Face writes 10³⁰ for "no limit"); any other number a Double, refused if it is not
 * finite; true and false a Boolean; null is null. A name twice in one object, comments, trailing
 * commas, NaN, malformed UTF-8 and anything after the document are refused. Every refusal is a
 * {@link ModelFormatException} with line and column. Stateless.
 */
public final class Json {
    /** Largest power of ten of an exact number, in either direction. */
    private static final int SCALE_MAX = 1000;

    private static final int NAME_LENGTH_MAX = 1 << 20;
    private static final int NUMBER_LENGTH_MAX = 400;
    private static final int ENCODING_BYTES = 4;

    private final String source;
    private final JsonParser parser;
    private final boolean exact;

    private Json(String source, JsonParser parser, boolean exact) {
        this.source = source;
        this.parser = parser;
        this.exact = exact;
    }

    /**
     * Parses text.
     *
     * @param source what to call it in messages
     */
    public static @Nullable Object parse(String source, String text) {
        return parse(source, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses UTF-8. */
    public static @Nullable Object parse(String source, byte[] utf8) {
        return parse(source, utf8, JsonLimits.DEFAULT);
    }

    /** Parses UTF-8 within given limits. */
    public static @Nullable Object parse(String source, byte[] utf8, JsonLimits limits) {
        checkLength(source, utf8.length, limits);
        checkUtf8(source, utf8, utf8.length);
        try (JsonParser parser = factory(limits).createParser(utf8)) {
            return new Json(source, parser, false).document();
        } catch (IOException impossible) {
            throw new UncheckedIOException(
                    impossible); // there is nothing to read from but the array
        }
    }

    /** Parses UTF-8 within given limits, every number becoming a BigDecimal as it is written. */
    public static @Nullable Object parseExact(String source, byte[] utf8, JsonLimits limits) {
        checkLength(source, utf8.length, limits);
        checkUtf8(source, utf8, utf8.length);
        try (JsonParser parser = factory(limits).createParser(utf8)) {
            return new Json(source, parser, true).document();
        } catch (IOException impossible) {
            throw new UncheckedIOException(
                    impossible); // there is nothing to read from but the array
        }
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it is not there or cannot be read
     */
    public static @Nullable Object read(Path file) {
        String source = file.toString();
        try {
            checkLength(source, Files.size(file), JsonLimits.DEFAULT);
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
                byte[] start = new byte[ENCODING_BYTES];
                stream.mark(ENCODING_BYTES);
                checkUtf8(source, start, stream.readNBytes(start, 0, ENCODING_BYTES));
                stream.reset();
                try (JsonParser parser = factory(JsonLimits.DEFAULT).createParser(stream)) {
                    return new Json(source, parser, false).document();
                }
            }
        } catch (NoSuchFileException missing) {
            throw new UncheckedIOException(source + ": no such file", missing);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    source + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Parses text that must be an object. */
    public static Map<String, @Nullable Object> parseObject(String source, String text) {
        return object(source, parse(source, text));
    }

    /** Parses UTF-8 that must be an object, within given limits. */
    public static Map<String, @Nullable Object> parseObject(
            String source, byte[] utf8, JsonLimits limits) {
        return object(source, parse(source, utf8, limits));
    }

    /** Reads a file that must hold an object. */
    public static Map<String, @Nullable Object> readObject(Path file) {
        return object(file.toString(), read(file));
    }

    @SuppressWarnings("unchecked") // every map here was built by object()
    private static Map<String, @Nullable Object> object(String source, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new ModelFormatException(source, "expected a JSON object at the top");
    }

    private static void checkLength(String source, long length, JsonLimits limits) {
        if (length > limits.documentBytesMax()) {
            throw new ModelFormatException(
                    source,
                    "JSON of %d bytes, the limit is %d"
                            .formatted(length, limits.documentBytesMax()));
        }
    }

    /**
     * Refuses what the parser would take for UTF-16 or UTF-32: it guesses the encoding from the
     * first bytes, and in UTF-8 none of those is 0, FE or FF.
     */
    private static void checkUtf8(String source, byte[] start, int length) {
        for (int index = 0; index < Math.min(length, ENCODING_BYTES); index++) {
            int unit = start[index] & 0xFF;
            if (unit == 0 || unit >= 0xFE) {
                throw new ModelFormatException(
                        source, "byte %d is %02x: not JSON in UTF-8".formatted(index, unit));
            }
        }
    }

    private static JsonFactory factory(JsonLimits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxDocumentLength(limits.documentBytesMax())
                                .maxNestingDepth(limits.depthMax())
                                .maxTokenCount(limits.tokenCountMax())
                                .maxNameLength(NAME_LENGTH_MAX)
                                .maxNumberLength(NUMBER_LENGTH_MAX)
                                .maxStringLength(limits.documentBytesMax())
                                .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private @Nullable Object document() throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw error("the document is empty");
            }
            Object value = value();
            if (parser.nextToken() != null) {
                throw error("text after the end of the document");
            }
            return value;
        } catch (JsonProcessingException malformed) {
            JsonLocation location = malformed.getLocation();
            throw error(
                    location == null ? parser.currentLocation() : location,
                    firstLine(malformed.getOriginalMessage()));
        }
    }

    /** The value at the current token; depth is bounded by the parser's own limit. */
    private @Nullable Object value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> exact ? decimal() : integer();
            case VALUE_NUMBER_FLOAT -> exact ? decimal() : finite();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw error("unexpected " + parser.currentToken());
        };
    }

    private Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (map.containsKey(name)) {
                throw error("name '" + name + "' appears twice in one object");
            }
            parser.nextToken();
            map.put(name, value());
        }
        return map;
    }

    private List<@Nullable Object> array() throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value());
        }
        return list;
    }

    private Object integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> finite();
        };
    }

    private BigDecimal decimal() throws IOException {
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getText());
        } catch (NumberFormatException tooLarge) { // its exponent exceeds 32 bits
            throw error("number '" + parser.getText() + "' exceeds what can be held");
        }
        // A short text as 1e999999999 would take a gigabyte once it is calculated with.
        if (Math.abs((long) number.scale()) > SCALE_MAX) {
            throw error(
                    "number '%s' has an exponent beyond %d".formatted(parser.getText(), SCALE_MAX));
        }
        return number;
    }

    private Double finite() throws IOException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw error("number '" + parser.getText() + "' exceeds 64-bit floating point");
        }
        return number;
    }

    private ModelFormatException error(String detail) {
        return error(parser.currentTokenLocation(), detail);
    }

    private ModelFormatException error(JsonLocation location, String detail) {
        return new ModelFormatException(
                source,
                "line %d, column %d: %s"
                        .formatted(location.getLineNr(), location.getColumnNr(), detail));
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
