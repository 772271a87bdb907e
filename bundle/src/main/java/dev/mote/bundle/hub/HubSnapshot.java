package dev.mote.bundle.hub;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The files that make up a model in a repository, all of one commit.
 *
 * @param commit the commit, or the revision asked for where the hub does not say
 * @param licence SPDX identifier, {@code LicenseRef-} for others, or null where unknown
 * @param files at least one
 */
public record HubSnapshot(String commit, @Nullable String licence, List<HubFile> files) {
    /** Copies the files. */
    public HubSnapshot {
        files = List.copyOf(files);
    }
}
