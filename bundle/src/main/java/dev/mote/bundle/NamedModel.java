package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a text that a user wrote means.
 *
 * @param name name in the store
 * @param source where the model comes from
 * @param entry the catalogue's entry, or null
 */
record NamedModel(String name, ModelSource source, @Nullable CatalogueEntry entry) {
    /**
     * Reads a name, a source or a path: catalogue names first, then schemes, then files that exist.
     *
     * @throws UnknownModelException when it is none of them
     * @throws InvalidSourceException when it is a malformed source or a missing file
     */
    static NamedModel of(String text, Supplier<Catalogue> lazily, Environment environment) {
        Optional<NamedModel> file = file(text, environment);
        return file.isPresent() ? file.get() : of(text, lazily.get(), environment);
    }

    /** A path to a file, which no name in a catalogue looks like; it need not be read for that. */
    private static Optional<NamedModel> file(String text, Environment environment) {
        if (text.indexOf('/') < 0 || text.indexOf(':') >= 0) {
            return Optional.empty();
        }
        Path path = SourceSyntax.path(text, environment);
        return Files.exists(path) ? Optional.of(local(path)) : Optional.empty();
    }

    private static NamedModel local(Path path) {
        return new NamedModel(path.toString(), new ModelSource.Local(path), null);
    }

    private static NamedModel of(String text, Catalogue catalogue, Environment environment) {
        Optional<CatalogueEntry> named = catalogue.find(text);
        if (named.isPresent()) {
            return of(named.get());
        }
        Optional<ModelSource> source = SourceSyntax.parse(text);
        if (source.isPresent()) {
            String written = source.get().text();
            return catalogue.entries().stream()
                    .filter(entry -> entry.source().text().equals(written))
                    .findFirst()
                    .map(NamedModel::of)
                    .orElseGet(() -> new NamedModel(written, source.get(), null));
        }
        if (text.isBlank()) {
            throw new UnknownModelException(text, catalogue.near(text));
        }
        Path path = SourceSyntax.path(text, environment);
        if (Files.exists(path)) {
            return local(path);
        }
        if (SourceSyntax.looksLikePath(text)) {
            throw new InvalidSourceException(text, "there is no such file or folder");
        }
        throw new UnknownModelException(text, catalogue.near(text));
    }

    private static NamedModel of(CatalogueEntry entry) {
        return new NamedModel(entry.name(), entry.source(), entry);
    }
}
