package dev.mote.format.gguf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file so that its name only ever stands for the whole of it: a hidden file beside it is
 * written, flushed to the disk and renamed.
 */
final class AtomicFile {
    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes and puts in place, or leaves nothing behind. A file replaced passes on its
     * permissions, a new one has the process's usual ones.
     *
     * @param byteSize room to ask of the disk before anything is written
     * @throws UncheckedIOException naming the file if it cannot be written
     */
    static void write(Path target, long byteSize, Content content) {
        Path absolute = target.toAbsolutePath();
        Path part =
                absolute.resolveSibling(
                        ".%s.%s.part"
                                .formatted(
                                        absolute.getFileName(),
                                        HexFormat.of()
                                                .toHexDigits(
                                                        ThreadLocalRandom.current().nextInt())));
        try {
            try {
                checkRoom(absolute, byteSize);
                try (FileChannel channel =
                        FileChannel.open(
                                part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    content.writeTo(channel);
                    channel.force(true);
                }
                keepPermissions(absolute, part);
                rename(part, absolute);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    target + ": cannot be written: " + reason(failure), failure);
        }
    }

    private static void checkRoom(Path target, long byteSize) throws IOException {
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder '" + folder + "'");
        }
        if (Files.isDirectory(target)) {
            throw new IOException("there is a folder named '" + target + "'");
        }
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        if (free < byteSize) {
            throw new IOException(
                    "needs %,d bytes, the disk has %,d left; free some space"
                            .formatted(byteSize, free));
        }
    }

    private static void keepPermissions(Path target, Path part) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(part, PosixFileAttributeView.class);
        if (view != null && Files.exists(target)) {
            view.setPermissions(Files.getPosixFilePermissions(target));
        }
    }

    private static void rename(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException elsewhere) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        Path folder = target.getParent();
        if (folder != null) {
            // The rename itself is on the disk once the folder is; Windows opens no folders.
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            } catch (IOException unsupported) {
                return;
            }
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof AccessDeniedException
                ? "permission denied"
                : message == null ? failure.getClass().getSimpleName() : message;
    }
}
