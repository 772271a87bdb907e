package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where a model comes from. {@link SourceSyntax} is the written form. */
public sealed interface ModelSource {
    /** The written form, from which the same source is read again. */
    String text();

    /**
     * A file or folder on this device, used in place and never copied.
     *
     * @param path the file or folder
     */
    record Local(Path path) implements ModelSource {
        @Override
        public String text() {
            return path.toString();
        }
    }

    /**
     * One file behind a URL.
     *
     * @param uri the address, without fragment
     * @param sha256 digest that the address carried as {@code #sha256=...}, or null
     */
    record Web(URI uri, @Nullable String sha256) implements ModelSource {
        @Override
        public String text() {
            return uri + (sha256 == null ? "" : "#sha256=" + sha256);
        }
    }

    /**
     * Files of a repository on the Hugging Face hub: one named file, the GGUF of a quantisation, or
     * (with neither) the repository's usual choice.
     *
     * @param repository {@code owner/name}
     * @param file path inside the repository, or null
     * @param quantisation such as {@code Q4_K_M}, or null
     * @param revision branch, tag or commit
     */
    record Hub(
            String repository,
            @Nullable String file,
            @Nullable String quantisation,
            String revision)
            implements ModelSource {
        /** Revision that is meant where none is written. */
        public static final String DEFAULT_REVISION = "main";

        @Override
        public String text() {
            return "hf:"
                    + repository
                    + (file == null ? "" : "/" + file)
                    + (quantisation == null ? "" : ":" + quantisation)
                    + (revision.equals(DEFAULT_REVISION) ? "" : "@" + revision);
        }
    }

    /**
     * Files inside npm packages, joined in order to one model file.
     *
     * @param parts at least one
     */
    record Npm(List<Part> parts) implements ModelSource {
        /** Copies the parts. */
        public Npm {
            parts = List.copyOf(parts);
        }

        /**
         * One file of one package.
         *
         * @param packageName with its scope if it has one
         * @param version exact version or tag
         * @param path path inside the package, without the leading {@code package/}
         */
        public record Part(String packageName, String version, String path) {
            /** The written form. */
            public String text() {
                return packageName + "@" + version + "/" + path;
            }
        }

        @Override
        public String text() {
            return "npm:" + String.join("+", parts.stream().map(Part::text).toList());
        }
    }
}
