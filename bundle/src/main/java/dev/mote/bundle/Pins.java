package dev.mote.bundle;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.json.JsonFields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Digests on first use: what a source's files were when they were first downloaded here is written
 * down, and later downloads must bring the same, though nobody published a digest. Pins outlive the
 * model's removal; deleting the pin file accepts a new content.
 */
final class Pins {
    private final Path file;
    private final Map<String, String> digests;

    private Pins(Path file, Map<String, String> digests) {
        this.file = file;
        this.digests = digests;
    }

    /** The pins of a source. */
    static Pins read(Path file) {
        Map<String, String> digests = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            try {
                JsonFields fields =
                        JsonFields.parse(file.toString(), Files.readAllBytes(file))
                                .object("sha256");
                for (String path : fields.keys()) {
                    digests.put(path, fields.text(path));
                }
            } catch (IOException e) {
                throw new StoreException(
                        e.getMessage()
                                + "; it pins digests, so nothing is downloaded past it: mend or"
                                + " delete it",
                        e);
            }
        }
        return new Pins(file, digests);
    }

    /** The digest that a file had. */
    Optional<String> find(String path) {
        return Optional.ofNullable(digests.get(path));
    }

    /** Where they are written, for messages. */
    Path file() {
        return file;
    }

    /**
     * Adds what is new to what is written by now, which may be more than was read here. The caller
     * holds the lock of these pins.
     *
     * @throws DigestMismatchException when another content was pinned meanwhile
     */
    void add(String source, Map<String, String> fresh) {
        Map<String, String> written = read(file).digests;
        fresh.forEach((path, digest) -> {
            String pinned = written.getOrDefault(path, digest);
            if (!pinned.equals(digest)) {
                throw new DigestMismatchException(
                        path + " of " + source,
                        pinned,
                        digest,
                        "another pull pinned that meanwhile, in " + file + "; pull again");
            }
        });
        Map<String, String> all = new LinkedHashMap<>(fresh);
        all.putAll(written);
        if (all.equals(written)) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("sha256", all);
        try {
            PrivateFiles.write(
                    file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields));
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
