package dev.mote.format.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays down model folders, right or wrong. */
final class FolderWriter {
    private FolderWriter() {}

    /** A file of given header text and that many data bytes, counting up. */
    static byte[] safetensors(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return safetensors(json.length, json, dataBytes);
    }

    /** The same with a length field of one's choice. */
    static byte[] safetensors(long length, byte[] json, int dataBytes) {
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(json);
        for (int index = 0; index < dataBytes; index++) {
            file.put((byte) index);
        }
        return file.array();
    }

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }
}
