package dev.mote.serve.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What is kept of a key: its SHA-256, by which the key is recognised but not found. Generated keys
 * have 256 random bits, so that no slower hash is needed; keys of people's own choice must have 24
 * characters.
 */
public final class KeyHash {
    /** What generated keys begin with, so that scanners of leaked secrets can know them. */
    private static final String PREFIX = "mote-";

    private static final int KEY_BYTES = 32;
    private static final int KEY_LENGTH_MIN = 24;
    private static final int KEY_LENGTH_MAX = 512;

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** A key that nobody has seen. */
    public static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Of a key.
     *
     * @throws IllegalArgumentException if the key is too short to be safe, or has characters that a
     *     header cannot carry
     */
    public static KeyHash of(String key) {
        if (key.length() < KEY_LENGTH_MIN || key.length() > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "the API key has %d characters; it must have %d to %d"
                            .formatted(key.length(), KEY_LENGTH_MIN, KEY_LENGTH_MAX));
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the API key has spaces or characters beyond ASCII, which no header carries");
        }
        return new KeyHash(sha256(key));
    }

    /**
     * As {@link #hex} wrote it.
     *
     * @throws IllegalArgumentException if it is not 64 hexadecimal digits
     */
    public static KeyHash parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
        return new KeyHash(bytes);
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** Whether a key is the one; takes as long whether or not it is. */
    public boolean matches(String key) {
        return MessageDigest.isEqual(digest, sha256(key));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
