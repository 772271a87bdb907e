package dev.mote.bench.embeddings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one protocol buffer message, in the order they are stored.
 *
 * <p>After {@link #next} the field has a number and either an integer or bytes. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The wire format</a>
 */
final class Protobuf {
    private final ByteBuffer bytes;
    private int field;
    private long integer;
    private ByteBuffer content = ByteBuffer.allocate(0);

    Protobuf(ByteBuffer message) {
        bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long key = varint();
        field = (int) (key >>> 3);
        switch ((int) key & 7) {
            case 0 -> integer = varint();
            case 1 -> integer = bytes.getLong();
            case 2 -> {
                int length = Math.toIntExact(varint());
                content = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.position(bytes.position() + length);
            }
            case 5 -> integer = bytes.getInt();
            default -> throw new IllegalStateException("wire type of key " + key + " is unknown");
        }
        return true;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte each = bytes.get();
            value |= (each & 127L) << shift;
            if (each >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("an integer has more than ten bytes");
    }

    /** Number of the field. */
    int field() {
        return field;
    }

    /** Its value, if it is an integer. */
    long integer() {
        return integer;
    }

    /** Its bytes, if it is a string or a message. */
    ByteBuffer content() {
        return content;
    }

    /** Its bytes as text. */
    String text() {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }
}
