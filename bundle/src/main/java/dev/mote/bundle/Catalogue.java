package dev.mote.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The models this product offers by name. The file is {@code catalogue.json} beside this class; its
 * README says what each field means. Immutable and safe for threads.
 */
public final class Catalogue {
    private static final String BUILT_IN = "catalogue.json";

    private final List<CatalogueEntry> entries;
    private final Map<String, CatalogueEntry> byName;
    private final CatalogueEntry defaultEntry;

    Catalogue(List<CatalogueEntry> entries, String defaultName, String where) {
        this.entries = List.copyOf(entries);
        this.byName = new LinkedHashMap<>();
        for (CatalogueEntry entry : entries) {
            put(where, entry.name(), entry);
            entry.aliases().forEach(alias -> put(where, alias, entry));
        }
        this.defaultEntry =
                find(defaultName)
                        .orElseThrow(() ->
                                new CatalogueException(
                                        where, "default '" + defaultName + "' is not an entry"));
    }

    private void put(String where, String name, CatalogueEntry entry) {
        if (byName.put(name.toLowerCase(Locale.ROOT), entry) != null) {
            throw new CatalogueException(where, "name '" + name + "' stands for two entries");
        }
    }

    /** The catalogue that ships with the product, read once. */
    static Catalogue builtIn() {
        return BuiltIn.CATALOGUE;
    }

    /** Read when it is first asked for. */
    private static final class BuiltIn {
        static final Catalogue CATALOGUE = load();
    }

    /** The catalogue that ships with the product. */
    public static Catalogue load() {
        try (InputStream json = Catalogue.class.getResourceAsStream(BUILT_IN)) {
            if (json == null) {
                throw new CatalogueException(BUILT_IN, "is missing from the product");
            }
            return parse(BUILT_IN, json.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a catalogue of one's own.
     *
     * @param where name of the text, for messages
     * @param json the text, UTF-8
     * @throws CatalogueException when it is malformed
     */
    public static Catalogue parse(String where, byte[] json) {
        return CatalogueReader.read(where, json);
    }

    /** Every entry, in the file's order. */
    public List<CatalogueEntry> entries() {
        return entries;
    }

    /** The entry that is meant when nobody names one. */
    public CatalogueEntry defaultEntry() {
        return defaultEntry;
    }

    /** The entry of a name or alias, whatever its case. */
    public Optional<CatalogueEntry> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The entry of a name or alias.
     *
     * @throws UnknownModelException when there is none, with the names spelt alike
     */
    public CatalogueEntry require(String name) {
        return find(name)
                .orElseThrow(
                        () -> new UnknownModelException(name, NearNames.of(name, byName.keySet())));
    }

    /** Up to three names and aliases that are spelt like this one, best first. */
    public List<String> near(String name) {
        return NearNames.of(name, byName.keySet());
    }
}
