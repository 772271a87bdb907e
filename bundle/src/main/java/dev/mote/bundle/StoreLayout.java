package dev.mote.bundle;

import dev.mote.bundle.files.PrivateFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie below {@code $MOTE_HOME}:
 *
 * <pre>
 * models/sha256/HEX/...      a verified model, its files under their own names
 * models/names/NAME.json     what a name means here: source, digest, files, when verified
 * models/pins/NAME.json      digests that a source's files had at their first download
 * models/partial/NAME/...    what is being downloaded, to go on from after an interruption
 * models/locks/NAME.lock     held while a name is being pulled or removed; sha256-HEX.lock while
 *                            content is hashed, put in place or deleted; pins-NAME.lock while
 *                            digests are added to pins
 * </pre>
 *
 * @param models the folder {@code models}
 */
record StoreLayout(Path models) {
    private static final int KEY_LENGTH_MAX = 120;
    private static final String TRASH = "trash-";

    Path folder(String digest) {
        return models.resolve("sha256").resolve(digest);
    }

    Path record(String name) {
        return names().resolve(key(name) + ".json");
    }

    Path names() {
        return models.resolve("names");
    }

    Path pins(String source) {
        return models.resolve("pins").resolve(key(source) + ".json");
    }

    Path partial(String name) {
        return models.resolve("partial").resolve(key(name));
    }

    Path lock(String name) {
        return models.resolve("locks").resolve(key(name) + ".lock");
    }

    /**
     * For the content, which several names may share. A lock of a name is taken before this one.
     */
    Path contentLock(String digest) {
        return lock("sha256-" + digest);
    }

    Path pinsLock(String source) {
        return lock("pins-" + key(source));
    }

    /** A new name below the models' own folder, for what is about to be deleted. */
    Path trash(String digest) {
        return models.resolve("sha256").resolve(TRASH + digest + "-" + System.nanoTime());
    }

    /** What a removal that was killed midway left to delete. */
    List<Path> leftTrash() throws IOException {
        try (Stream<Path> folders = Files.list(models.resolve("sha256"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(TRASH))
                    .toList();
        }
    }

    void make() {
        for (String folder : new String[] {"sha256", "names", "pins", "partial", "locks"}) {
            PrivateFiles.makeFolder(models.resolve(folder));
        }
    }

    /** A file name for any text: readable where it can be, and never the same for two texts. */
    static String key(String text) {
        StringBuilder key = new StringBuilder();
        boolean plain = true;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean kept =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".-_".indexOf(c) >= 0;
            plain &= kept;
            boolean upper = c >= 'A' && c <= 'Z';
            key.append(kept || upper ? c : '-');
        }
        if (plain && key.length() <= KEY_LENGTH_MAX && !key.isEmpty() && key.charAt(0) != '.') {
            return key.toString();
        }
        int length = Math.min(key.length(), KEY_LENGTH_MAX - 20);
        String start = key.substring(0, length).replaceFirst("^\\.+", "");
        return start + "-" + sha256(text).substring(0, 16);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
