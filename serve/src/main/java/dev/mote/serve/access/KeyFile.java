package dev.mote.serve.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file that keeps the hash of this device's key: {@code $MOTE_HOME/serve/api-key.sha256}, for
 * its owner alone (0600 in a folder of 0700, where the file system knows such things).
 */
public final class KeyFile {
    private final Path file;

    /** Under a home; nothing is written yet. */
    public KeyFile(Path moteHome) {
        file = moteHome.resolve("serve").resolve("api-key.sha256");
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * What it holds, if it is there.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it does not hold a hash
     */
    public Optional<KeyHash> read() {
        try {
            return Files.exists(file)
                    ? Optional.of(KeyHash.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage() + "; delete it or make a new key", e);
        }
    }

    /** Keeps a hash in the place of what was there. */
    public void write(KeyHash hash) {
        try {
            Files.createDirectories(parent(), attributes("rwx------"));
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (var channel =
                    Files.newByteChannel(
                            fresh,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            attributes("rw-------"))) {
                var bytes = java.nio.charset.StandardCharsets.US_ASCII.encode(hash.hex() + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path parent() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
