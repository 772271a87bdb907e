package dev.mote.format.gguf;

import dev.mote.format.ModelFormatException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One mapped file and its header. */
record MappedGguf(MemorySegment bytes, GgufHeader header) {
    static MappedGguf map(Path path, Arena arena) {
        String source = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new ModelFormatException(source, "is a folder, expected a GGUF file");
            }
            if (!Files.exists(path)) {
                throw new NoSuchFileException(source);
            }
            if (!Files.isRegularFile(path)) {
                throw new ModelFormatException(source, "is no regular file");
            }
            MemorySegment bytes;
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            }
            long headerSize = Math.min(bytes.byteSize(), GgufLimits.HEADER_BYTES_MAX);
            HeaderCursor cursor =
                    new HeaderCursor(source, bytes.asSlice(0, headerSize).asByteBuffer());
            return new MappedGguf(bytes, new HeaderReader(cursor, bytes.byteSize()).read());
        } catch (NoSuchFileException missing) {
            throw new UncheckedIOException(source + ": no such file", missing);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    source + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The bytes of a tensor of this file. */
    MemorySegment data(GgufHeader.Tensor tensor) {
        return bytes.asSlice(tensor.offsetBytes(), tensor.info().byteSize());
    }
}
