package dev.mote.bundle;

import dev.mote.bundle.http.ProxySettings;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.http.TrustAnchors;
import dev.mote.bundle.npm.NpmConfiguration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens connections as the surroundings say: authorities to trust, proxies, what is allowed. */
final class Transports {
    private Transports() {}

    static Transport general(Environment environment, Transport.Options options) {
        return open(true, extraAuthorities(environment), ProxySettings.of(environment), options);
    }

    /** As npm would: its {@code cafile} stands in place of the usual authorities. */
    static Transport npm(
            Environment environment, NpmConfiguration configuration, Transport.Options options) {
        Optional<Path> own = configuration.authorities();
        List<Path> files = new ArrayList<>(extraAuthorities(environment));
        own.ifPresent(files::add);
        return open(own.isEmpty(), files, configuration.proxies(), options);
    }

    private static Transport open(
            boolean withJdk, List<Path> files, ProxySettings proxies, Transport.Options options) {
        try {
            return new Transport(TrustAnchors.context(withJdk, files), proxies, options);
        } catch (IOException e) {
            throw new DownloadException(
                    DownloadException.Reason.UNREACHABLE,
                    e.getMessage()
                            + "; SSL_CERT_FILE, NODE_EXTRA_CA_CERTS and npm's cafile name such"
                            + " files",
                    e);
        }
    }

    private static List<Path> extraAuthorities(Environment environment) {
        List<Path> files = new ArrayList<>();
        for (String variable : new String[] {"NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"}) {
            environment
                    .first(variable)
                    .map(environment.workingDirectory()::resolve)
                    .filter(file -> !files.contains(file))
                    .ifPresent(files::add);
        }
        return files;
    }
}
