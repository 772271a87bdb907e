package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A model that was downloaded, verified and put in place.
 *
 * @param name catalogue name, or the source's written form
 * @param source written form of where it came from
 * @param revision commit it was taken from, or null where the source has none
 * @param licence SPDX expression, or null where unknown
 * @param digest SHA-256 of the file; of several, SHA-256 of the list of theirs
 * @param path what to open: the file, the first of a split set, or the folder
 * @param files every file of it
 * @param verifiedAt when its content was last hashed
 */
public record InstalledModel(
        String name,
        String source,
        @Nullable String revision,
        @Nullable String licence,
        String digest,
        Path path,
        List<InstalledFile> files,
        Instant verifiedAt) {
    /** Copies the files. */
    public InstalledModel {
        files = List.copyOf(files);
    }

    /**
     * One file of a model.
     *
     * @param path inside the model's folder
     * @param sha256 digest of its content
     * @param bytes size
     * @param modifiedMs last modification, as the file system told after verification
     */
    public record InstalledFile(String path, String sha256, long bytes, long modifiedMs) {}

    /** Size of all files. */
    public long bytes() {
        return files.stream().mapToLong(InstalledFile::bytes).sum();
    }
}
