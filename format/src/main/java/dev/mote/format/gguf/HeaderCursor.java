package dev.mote.format.gguf;

import dev.mote.format.ModelFormatException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a GGUF header front to back; no read goes past its end and no length is believed before it
 * was compared with what is left.
 *
 * <p>Works on a ByteBuffer over the mapping: its accessors are cheap in the interpreter, where a
 * cold process reads its header, and a header never needs offsets beyond 31 bits.
 */
final class HeaderCursor {
    private final String source;
    private final ByteBuffer bytes;
    private int position;

    HeaderCursor(String source, ByteBuffer bytes) {
        this.source = source;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    String source() {
        return source;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return bytes.limit() - position;
    }

    int int32(String what) {
        int at = advance(4, what);
        return bytes.getInt(at);
    }

    long int64(String what) {
        int at = advance(8, what);
        return bytes.getLong(at);
    }

    /**
     * A UINT64 count of things that take at least {@code bytesMin} each and of which there is a
     * limit.
     */
    int count(String what, int bytesMin, int max) {
        long count = int64(what);
        if (Long.compareUnsigned(count, max) > 0) {
            throw error(
                    "%s is %s, the limit is %d".formatted(what, Long.toUnsignedString(count), max));
        }
        if (count * bytesMin > remaining()) {
            throw error(
                    "%s is %d, which needs %d bytes, but %d are left"
                            .formatted(what, count, count * bytesMin, remaining()));
        }
        return (int) count;
    }

    /** A UINT64 length of that many bytes, checked to be there; the cursor stands before them. */
    int byteLength(String what, int max) {
        long length = int64(what);
        if (Long.compareUnsigned(length, Math.min(max, remaining())) > 0) {
            throw error(
                    length > 0 && length <= remaining()
                            ? "%s has %d bytes, the limit is %d".formatted(what, length, max)
                            : "%s of %s bytes does not fit in the %d left"
                                    .formatted(what, Long.toUnsignedString(length), remaining()));
        }
        return (int) length;
    }

    String string(String what, int max) {
        int length = byteLength(what, max);
        int at = advance(length, what);
        return decode(bytes, at, length, source, what);
    }

    /** Passes over bytes and tells where they begin. */
    int advance(long count, String what) {
        if (count > remaining()) {
            throw error(
                    "%s needs %d bytes, but the file ends after %d"
                            .formatted(what, count, remaining()));
        }
        int at = position;
        position += (int) count;
        return at;
    }

    ModelFormatException error(String detail) {
        return new ModelFormatException(source, "at byte " + position + ": " + detail);
    }

    /** Decodes UTF-8, refusing what is none rather than replacing it. */
    static String decode(ByteBuffer bytes, int at, int length, String source, String what) {
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        String text = new String(copy, StandardCharsets.UTF_8);
        // Decoding puts U+FFFD in place of malformed bytes, but the text may hold it rightfully.
        if (text.indexOf('\uFFFD') >= 0
                && !java.util.Arrays.equals(copy, text.getBytes(StandardCharsets.UTF_8))) {
            throw new ModelFormatException(
                    source, "at byte " + at + ": " + what + " is not valid UTF-8");
        }
        return text;
    }
}
