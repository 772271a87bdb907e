package dev.mote.bundle.npm;

import dev.mote.bundle.http.RunningDigest;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A package's digest as its registry states it: Subresource Integrity ({@code sha512-BASE64}) or,
 * from old registries, a bare SHA-1.
 *
 * @param algorithm name the JDK knows
 * @param hex digest, hexadecimal
 * @see <a href="https://www.w3.org/TR/SRI/">Subresource Integrity</a>
 */
record Integrity(String algorithm, String hex) {
    private static final Map<String, String> BY_STRENGTH_SHA =
            Map.of("sha512", "SHA-512", "sha384", "SHA-384", "sha256", "SHA-256");

    /** The strongest digest of an SRI text; empty when it has none of those known to be strong. */
    static Optional<Integrity> parse(String text) {
        Optional<Integrity> best = Optional.empty();
        for (String item : text.strip().split("\\s+", -1)) {
            int dash = item.indexOf('-');
            String algorithm = dash < 0 ? null : BY_STRENGTH_SHA.get(item.substring(0, dash));
            if (algorithm == null) {
                continue;
            }
            try {
                int end = item.indexOf('?') < 0 ? item.length() : item.indexOf('?');
                byte[] digest = Base64.getDecoder().decode(item.substring(dash + 1, end));
                boolean whole = digest.length * 8 == Integer.parseInt(algorithm.substring(4));
                if (whole && best.filter(b -> b.hex().length() >= digest.length * 2).isEmpty()) {
                    best = Optional.of(new Integrity(algorithm, HexFormat.of().formatHex(digest)));
                }
            } catch (IllegalArgumentException e) {
                // not Base64: no digest
            }
        }
        return best;
    }

    /** A registry's SHA-1. */
    static Optional<Integrity> ofSha1(String hex) {
        return hex.matches("[0-9a-f]{40}")
                ? Optional.of(new Integrity("SHA-1", hex))
                : Optional.empty();
    }

    boolean isStrong() {
        return !algorithm.equals("SHA-1");
    }

    RunningDigest digest() {
        return RunningDigest.of(algorithm);
    }

    /** Names the content. */
    String identity() {
        return algorithm + ":" + hex;
    }
}
