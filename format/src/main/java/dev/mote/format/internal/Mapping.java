package dev.mote.format.internal;

import dev.mote.format.ModelFormatException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Maps whole files read-only. */
public final class Mapping {
    private Mapping() {}

    /**
     * Maps a file for as long as the arena lives.
     *
     * @param what it should be, for the messages: "a GGUF file"
     * @throws ModelFormatException if it is no regular file
     * @throws UncheckedIOException naming the file if it is not there or cannot be read
     */
    public static MemorySegment map(Path path, String what, Arena arena) {
        String source = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new ModelFormatException(source, "is a folder, expected " + what);
            }
            if (!Files.exists(path)) {
                throw new NoSuchFileException(source);
            }
            if (!Files.isRegularFile(path)) {
                // A pipe or device has no size to check a header against.
                throw new ModelFormatException(source, "is no regular file, expected " + what);
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(source + ": " + reason(failure), failure);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            default -> "cannot be read: " + failure.getMessage();
        };
    }
}
