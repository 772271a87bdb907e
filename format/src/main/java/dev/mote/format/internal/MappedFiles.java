package dev.mote.format.internal;

import dev.mote.format.ModelFormatException;

import org.jspecify.annotations.Nullable;

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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The files of one model, mapped whole and read-only until closed. Opened by one thread; then
 * thread-safe.
 */
public final class MappedFiles implements AutoCloseable {
    /** A file as it was when it was mapped; the key tells it from one put in its place later. */
    private record Mapped(Path path, long byteSize, @Nullable Object key) {}

    private final Arena arena = Arena.ofShared();
    private final List<Mapped> files = new ArrayList<>();

    /** Has no files yet. */
    public MappedFiles() {}

    /**
     * Maps a file.
     *
     * @param what it should be, for the messages: "a GGUF file"
     * @throws ModelFormatException if it is no regular file
     * @throws UncheckedIOException naming the file if it is not there or cannot be read
     */
    public MemorySegment map(Path path, String what) {
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
                long byteSize = channel.size();
                Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
                files.add(new Mapped(path, byteSize, key));
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, byteSize, arena);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(source + ": " + reason(failure), failure);
        }
    }

    /**
     * Makes sure that no file was cut short since it was mapped: reading beyond its end would be an
     * {@link InternalError} at best. A file that was deleted, or replaced by another of its name,
     * lives on as long as it is mapped.
     *
     * @throws ModelFormatException naming the file and both sizes
     */
    public void requireWhole() {
        for (Mapped file : files) {
            try {
                BasicFileAttributes now =
                        Files.readAttributes(file.path(), BasicFileAttributes.class);
                if (now.size() < file.byteSize() && Objects.equals(now.fileKey(), file.key())) {
                    throw new ModelFormatException(
                            file.path().toString(),
                            "was cut from %d to %d bytes while in use; get it again and open it anew"
                                    .formatted(file.byteSize(), now.size()));
                }
            } catch (IOException e) {
                // Deleted or out of reach by now; what is mapped stays.
            }
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
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
