package dev.mote.bundle.files;

import dev.mote.bundle.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that belong to this user alone (0600 in folders of 0700 where the file system knows such
 * things), written so that a reader sees the whole new content or none of it.
 */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a folder and its missing parents. */
    public static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        } catch (IOException e) {
            throw new StoreException(
                    folder + ": cannot be made (" + e.getMessage() + "); set MOTE_HOME elsewhere",
                    e);
        }
    }

    /** Opens a file for reading and writing, made first if it is missing. */
    public static FileChannel open(Path file) throws IOException {
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return FileChannel.open(file, options, attributes(file, "rw-------"));
    }

    /** Replaces a file's content at once. */
    public static void write(Path file, String text) throws IOException {
        // A name of its own, for two may write at once: finding a model takes no lock.
        int mark = ThreadLocalRandom.current().nextInt();
        Path fresh = file.resolveSibling("%s.%08x.new".formatted(file.getFileName(), mark));
        try {
            try (FileChannel channel = open(fresh)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Moves a file over another, or a folder to a new name, at once. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    from + " cannot be moved at once to " + to + "; keep both on one file system",
                    e);
        }
    }

    /** Deletes a file or a folder with everything in it; a missing one is fine. */
    public static void deleteTree(Path root) throws IOException {
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.noneOf(java.nio.file.FileVisitOption.class),
                    Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder, @org.jspecify.annotations.Nullable IOException failure)
                                throws IOException {
                            if (failure != null) {
                                throw failure;
                            }
                            Files.deleteIfExists(folder);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException e) {
            // Gone already.
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
