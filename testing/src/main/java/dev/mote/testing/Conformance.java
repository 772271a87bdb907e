package dev.mote.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the conformance cases lie, and the record of how many of them passed.
 *
 * <p>Cases are looked up in the folder named by system property {@code mote.shared}, else in the
 * trimmed copy of {@code golden} among this module's resources. Every suite states its count or why
 * it did not run; the statements are kept in {@code target/conformance.txt} under the repository
 * root (system property {@code mote.root}), one line a suite, so that the last module of a build
 * can print all of them: skipping is not passing.
 */
public final class Conformance {
    private Conformance() {}

    /**
     * The folder of cases called {@code name}, for example {@code golden/models}.
     *
     * <p>Falling back to the trimmed copy is recorded as a skip of the rest; finding nothing at all
     * is for the caller to record with {@link #skipped}.
     */
    public static Optional<Path> folder(String name) {
        @Nullable String shared = System.getProperty("mote.shared");
        String suite = name + " (full set)";
        if (shared != null && Files.isDirectory(Path.of(shared).resolve(name))) {
            if (Files.exists(record())) {
                record(suite, ""); // what an earlier build without the folder said
            }
            return Optional.of(Path.of(shared).resolve(name));
        }
        Path trimmed = root().resolve("testing/src/main/resources").resolve(name);
        if (Files.isDirectory(trimmed)) {
            skipped(
                    suite,
                    "no folder '%s' in mote.shared '%s'; the trimmed copy was used"
                            .formatted(name, shared));
            return Optional.of(trimmed);
        }
        return Optional.empty();
    }

    /** A single file of cases, looked up as {@link #folder} does but without any record. */
    public static Optional<Path> file(String name) {
        @Nullable String shared = System.getProperty("mote.shared");
        if (shared != null && Files.isRegularFile(Path.of(shared).resolve(name))) {
            return Optional.of(Path.of(shared).resolve(name));
        }
        Path trimmed = root().resolve("testing/src/main/resources").resolve(name);
        return Files.isRegularFile(trimmed) ? Optional.of(trimmed) : Optional.empty();
    }

    /** Records {@code suite passed/total}, replacing what this suite said before. */
    public static void report(String suite, int passed, int total) {
        record(suite, "%s %d/%d".formatted(suite, passed, total));
    }

    /** Records that {@code suite}, or a part of it, did not run and why. */
    public static void skipped(String suite, String reason) {
        record(suite, "%s SKIPPED: %s".formatted(suite, reason));
    }

    /** The repository's root: system property {@code mote.root}, else the working directory. */
    public static Path root() {
        return Path.of(System.getProperty("mote.root", System.getProperty("user.dir", ".")));
    }

    /** The file of statements, one line a suite. */
    public static Path record() {
        return root().resolve("target").resolve("conformance.txt");
    }

    /**
     * Rewrites the record, an empty line removing what was said, under a file lock, because test
     * JVMs may overlap.
     */
    private static synchronized void record(String suite, String line) {
        Path file = record();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                channel.lock(); // released with the channel
                Map<String, String> lines = new LinkedHashMap<>();
                ByteBuffer before = ByteBuffer.allocate((int) channel.size());
                while (before.hasRemaining() && channel.read(before) >= 0) {}
                String text =
                        new String(before.array(), 0, before.position(), StandardCharsets.UTF_8);
                text.lines().forEach(old -> lines.put(suiteOf(old), old));
                if (line.isEmpty()) {
                    lines.remove(suite);
                } else {
                    lines.put(suite, line);
                }
                byte[] after =
                        (String.join("\n", lines.values()) + "\n").getBytes(StandardCharsets.UTF_8);
                channel.truncate(0);
                ByteBuffer out = ByteBuffer.wrap(after);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("conformance record " + file, e);
        }
    }

    private static String suiteOf(String line) {
        int skip = line.indexOf(" SKIPPED: ");
        return line.substring(0, skip >= 0 ? skip : Math.max(0, line.lastIndexOf(' ')));
    }
}
