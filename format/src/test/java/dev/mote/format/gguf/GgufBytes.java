package dev.mote.format.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays down GGUF fields one by one, right or wrong, for files that no honest writer makes. */
final class GgufBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Magic, version 3 and the two counts. */
    static GgufBytes header(long tensorCount, long keyCount) {
        return new GgufBytes().ascii("GGUF").int32(3).int64(tensorCount).int64(keyCount);
    }

    GgufBytes ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    GgufBytes int8(int value) {
        out.write(value);
        return this;
    }

    GgufBytes int32(int value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    GgufBytes int64(long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    GgufBytes string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    GgufBytes string(byte[] utf8) {
        return int64(utf8.length).raw(utf8);
    }

    /** A key and the number of its value's type. */
    GgufBytes key(String name, GgufValueType type) {
        return string(name).int32(type.id());
    }

    GgufBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A tensor entry of given type number and dimensions, innermost first. */
    GgufBytes tensor(String name, int type, long offset, long... dimensions) {
        string(name).int32(dimensions.length);
        for (long dimension : dimensions) {
            int64(dimension);
        }
        return int32(type).int64(offset);
    }

    /** Zeros up to a multiple of the alignment. */
    GgufBytes align(int alignment) {
        while (out.size() % alignment != 0) {
            out.write(0);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path write(Path folder) {
        return write(folder, "model.gguf");
    }

    Path write(Path folder, String name) {
        try {
            return Files.write(folder.resolve(name), bytes());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
