package dev.mote.model.conformance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds TinyLlama-1.1B-Chat in IQ2_XXS on this machine. */
final class TinyLlama {
    private static final long BYTES = 322_591_712;
    private static final int DEPTH_MAX = 6;

    private TinyLlama() {}

    /**
     * The file named by system property {@code mote.tinyllama}, else one of its size in MOTE_HOME.
     */
    static Optional<Path> find() {
        @Nullable String given = System.getProperty("mote.tinyllama");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        @Nullable String home = System.getenv("MOTE_HOME");
        Path store =
                home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".mote");
        if (!Files.isDirectory(store)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(store, DEPTH_MAX)) {
            return files.filter(TinyLlama::hasItsSize).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasItsSize(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
