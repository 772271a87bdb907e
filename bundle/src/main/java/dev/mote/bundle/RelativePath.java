package dev.mote.bundle;

/**
 * The check that a path from outside stays below the folder it is put in, on every operating
 * system.
 */
public final class RelativePath {
    private static final int LENGTH_MAX = 500;

    private RelativePath() {}

    /**
     * Whether a path consists of ordinary names only: nothing empty, {@code .} or {@code ..}, no
     * drive, no control character, none of the characters that some file system refuses.
     */
    public static boolean isPlain(String path) {
        if (path.isEmpty() || path.length() > LENGTH_MAX) {
            return false;
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.endsWith(" ")) {
                return false;
            }
        }
        return path.chars().noneMatch(c -> c < 0x20 || c == 0x7f || "\\:*?\"<>|".indexOf(c) >= 0);
    }
}
