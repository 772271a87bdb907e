package dev.mote.serve.wire;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A whole answer. */
public final class Reply {
    private final int status;
    private final String type;
    private final byte[] body;

    private Reply(int status, String type, byte[] body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    /** An answer of a media type; the bytes are not copied. */
    public static Reply of(int status, String type, byte[] body) {
        return new Reply(status, type, body);
    }

    /** An answer of text in UTF-8. */
    public static Reply text(int status, String type, String text) {
        return of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of JSON made of maps, lists, strings, numbers, booleans and nulls. */
    public static Reply json(int status, Object value) {
        return text(status, "application/json", jsonText(value));
    }

    /** Maps, lists, strings, numbers, booleans and nulls as JSON in one line. */
    public static String jsonText(Object value) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(value);
        } catch (IOException e) { // which a string does not give
            throw new UncheckedIOException(e);
        }
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The media type. */
    public String type() {
        return type;
    }

    /** The bytes, not copied. */
    public byte[] body() {
        return body;
    }
}
