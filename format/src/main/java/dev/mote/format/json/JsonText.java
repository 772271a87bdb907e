package dev.mote.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Writes JSON (RFC 8259) in one line, without spaces: the counterpart of {@link Json}. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /**
     * Maps with names, lists, strings, finite numbers, booleans and nulls as JSON. Entries keep
     * their order.
     *
     * @throws IllegalArgumentException if there is anything else in it
     */
    public static String of(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException impossible) { // a string takes everything
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean flag -> to.writeBoolean(flag);
            case Number number -> writeNumber(to, number);
            case Map<?, ?> map -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    to.writeFieldName(String.valueOf(entry.getKey()));
                    write(to, entry.getValue());
                }
                to.writeEndObject();
            }
            case Iterable<?> list -> {
                to.writeStartArray();
                for (Object element : list) {
                    write(to, element);
                }
                to.writeEndArray();
            }
            default ->
                    throw new IllegalArgumentException(
                            "a %s has no form in JSON".formatted(value.getClass().getName()));
        }
    }

    private static void writeNumber(JsonGenerator to, Number number) throws IOException {
        switch (number) {
            case BigDecimal decimal -> to.writeNumber(decimal);
            case BigInteger integer -> to.writeNumber(integer);
            case Double _, Float _ -> {
                double value = number.doubleValue();
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("%s has no form in JSON".formatted(number));
                }
                to.writeNumber(number.toString());
            }
            default -> to.writeNumber(number.longValue());
        }
    }
}
