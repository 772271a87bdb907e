package dev.mote.text.jinja.value;

/**
 * Substring search that is linear in the worst case.
 *
 * <p>{@code String.indexOf} takes time proportional to the product of both lengths on texts made
 * for it. Short needles keep that product small; longer ones are sought by Knuth, Morris and Pratt
 * (SIAM J. Comput. 6(2), 1977).
 */
final class TextSearch {
    /** Needles up to this length are sought plainly. */
    static final int SHORT_NEEDLE = 32;

    private TextSearch() {}

    /** Where {@code needle} begins at or after {@code from}, or -1. */
    static int indexOf(String text, String needle, int from) {
        if (needle.length() <= SHORT_NEEDLE) {
            return text.indexOf(needle, from);
        }
        if (text.length() - from < needle.length()) {
            return -1;
        }
        int[] borders = borders(needle);
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != needle.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == needle.charAt(matched)) {
                matched++;
            }
            if (matched == needle.length()) {
                return i + 1 - matched;
            }
        }
        return -1;
    }

    /** Length of the longest proper prefix that is a suffix, for each prefix of the needle. */
    private static int[] borders(String needle) {
        int[] borders = new int[needle.length()];
        int matched = 0;
        for (int i = 1; i < needle.length(); i++) {
            while (matched > 0 && needle.charAt(i) != needle.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (needle.charAt(i) == needle.charAt(matched)) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }
}
