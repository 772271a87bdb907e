package dev.mote.bundle.hub;

import dev.mote.bundle.http.Request;

import org.jspecify.annotations.Nullable;

/**
 * One file of a repository at one commit, as the hub describes it.
 *
 * @param path inside the repository
 * @param bytes size, or -1 where the hub does not say
 * @param sha256 digest of a large file, or null
 * @param gitSha1 git's blob digest of a small file, or null
 * @param request where it is, with the user's token for there
 */
public record HubFile(
        String path,
        long bytes,
        @Nullable String sha256,
        @Nullable String gitSha1,
        Request request) {}
