package dev.mote.serve;

import java.nio.file.Path;

/**
 * Where TLS finds its identity, both in PEM.
 *
 * @param certificateChain the server's certificate first, then those that vouch for it
 * @param privateKey its key, PKCS #8, not encrypted
 */
public record TlsFiles(Path certificateChain, Path privateKey) {}
