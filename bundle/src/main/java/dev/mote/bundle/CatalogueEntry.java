package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/**
 * One model that the catalogue offers by name.
 *
 * @param name lower case name
 * @param aliases other names for it
 * @param kind what it is for
 * @param description one line for a person choosing
 * @param parameters count of parameters as people say it, such as {@code 1.1B}
 * @param quantisation such as {@code Q4_K_M}
 * @param sizeBytes size of the model file, or -1 where nobody verified it
 * @param sha256 digest of the model file, or null: then the hub's own metadata is taken at the
 *     first download and pinned on this device
 * @param licence SPDX expression; {@code LicenseRef-} where SPDX has none
 * @param source where it comes from
 * @param file name of the model file in the store, or null for the source's own
 * @param contextLength tokens it was trained for
 * @param languages ISO 639-1 codes, the main ones first
 */
public record CatalogueEntry(
        String name,
        List<String> aliases,
        ModelKind kind,
        String description,
        String parameters,
        String quantisation,
        long sizeBytes,
        @Nullable String sha256,
        String licence,
        ModelSource source,
        @Nullable String file,
        int contextLength,
        List<String> languages) {
    /** Copies the lists. */
    public CatalogueEntry {
        aliases = List.copyOf(aliases);
        languages = List.copyOf(languages);
    }

    /** Size of the model file where it is known. */
    public OptionalLong size() {
        return sizeBytes < 0 ? OptionalLong.empty() : OptionalLong.of(sizeBytes);
    }
}
