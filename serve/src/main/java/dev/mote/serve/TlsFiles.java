package dev.mote.serve;

import dev.mote.serve.access.PemIdentity;

import java.nio.file.Path;

/**
 * Where TLS finds its identity, both in PEM.
 *
 * @param certificateChain the server's certificate first, then those that vouch for it
 * @param privateKey its key, PKCS #8, not encrypted
 */
public record TlsFiles(Path certificateChain, Path privateKey) {
    /**
     * Checks that both can be read, belong together and are valid today.
     *
     * @throws IllegalArgumentException saying what is wrong with which file, and what to do
     */
    public void check() {
        new PemIdentity(certificateChain, privateKey).check();
    }
}
