package dev.mote.bundle;

import dev.mote.bundle.InstalledModel.InstalledFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether installed files are still what was verified. Size and modification time are noted after
 * hashing, so that starting a model costs two system calls a file and not a second a gigabyte.
 */
final class ModelVerification {
    private final StoreLayout layout;
    private final ModelRecords records;

    ModelVerification(StoreLayout layout, ModelRecords records) {
        this.layout = layout;
        this.records = records;
    }

    boolean isPresent(InstalledModel model) {
        return state(model) != State.MISSING;
    }

    enum State {
        /** Sizes and times are as noted. */
        INTACT,
        /** A size or time differs; only hashing tells whether the content does. */
        TOUCHED,
        /** A file is not there. */
        MISSING
    }

    /** How a model's files compare with what was noted when they were hashed. */
    State state(InstalledModel model) {
        State state = State.INTACT;
        for (InstalledFile file : model.files()) {
            Path path = layout.folder(model.digest()).resolve(file.path());
            try {
                boolean same =
                        Files.size(path) == file.bytes()
                                && Files.getLastModifiedTime(path).toMillis() == file.modifiedMs();
                state = same ? state : State.TOUCHED;
            } catch (IOException e) {
                return State.MISSING;
            }
        }
        return state;
    }

    /** Whether a model can be used as it is, hashed again where its files' times changed. */
    boolean isSound(InstalledModel model) {
        return switch (state(model)) {
            case INTACT -> true;
            case MISSING -> false;
            case TOUCHED -> {
                try {
                    renew(model);
                    yield true;
                } catch (DigestMismatchException e) {
                    yield false; // a pull is what mends it
                }
            }
        };
    }

    /**
     * Hashes a model's files and notes their new times.
     *
     * @throws DigestMismatchException when one is not what it was
     */
    InstalledModel renew(InstalledModel model) {
        Path folder = layout.folder(model.digest());
        Map<String, String> digests = new TreeMap<>();
        try {
            for (InstalledFile file : model.files()) {
                String digest = FileDigest.sha256(folder.resolve(file.path()), (phase, n) -> {});
                if (!digest.equals(file.sha256())) {
                    throw new DigestMismatchException(
                            folder.resolve(file.path()).toString(),
                            file.sha256(),
                            digest,
                            "it changed since it was verified; pull " + model.name() + " again");
                }
                digests.put(file.path(), digest);
            }
            InstalledModel fresh =
                    new InstalledModel(
                            model.name(),
                            model.source(),
                            model.revision(),
                            model.licence(),
                            model.digest(),
                            model.path(),
                            files(folder, digests),
                            Instant.now());
            records.write(fresh);
            return fresh;
        } catch (IOException e) {
            throw new StoreException(folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** The files with the sizes and times they have now. */
    static List<InstalledFile> files(Path folder, Map<String, String> digests) throws IOException {
        List<InstalledFile> files = new ArrayList<>();
        for (Map.Entry<String, String> digest : digests.entrySet()) {
            Path path = folder.resolve(digest.getKey());
            files.add(
                    new InstalledFile(
                            digest.getKey(),
                            digest.getValue(),
                            Files.size(path),
                            Files.getLastModifiedTime(path).toMillis()));
        }
        return files;
    }
}
