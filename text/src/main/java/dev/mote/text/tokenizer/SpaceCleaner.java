package dev.mote.text.tokenizer;

/**
 * Removes the spaces that WordPiece puts before punctuation and around apostrophes, while text
 * arrives. The rules are those of llama.cpp's detokenizer: no space before {@code ? ! . ,}, none
 * around a lone apostrophe, none before {@code 's 'm 're 've}. Not thread-safe.
 */
final class SpaceCleaner {
    private final StringBuilder pending = new StringBuilder();

    /** Takes text and returns what no later text can change. */
    String append(String text) {
        pending.append(text);
        int border = pending.length() - 1;
        while (border > 0 && !isBorder(border)) {
            border--;
        }
        if (border <= 0) {
            return "";
        }
        String certain = clean(pending.substring(0, border));
        pending.delete(0, border);
        return certain;
    }

    /** Returns the rest and starts afresh. */
    String finish() {
        String rest = clean(pending.toString());
        pending.setLength(0);
        return rest;
    }

    /** Whether a space at this index begins something that no rule joins with what is before. */
    private boolean isBorder(int index) {
        char before = pending.charAt(index - 1);
        return pending.charAt(index) == ' ' && before != ' ' && before != '\'';
    }

    /** The rules applied to a whole text at once. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i > 0 && text.charAt(i - 1) == ' ' && "?!.,".indexOf(c) >= 0) {
                out.setLength(out.length() - 1);
            }
            out.append(c);
        }
        return joinContractions(joinLoneApostrophes(out.toString()));
    }

    private static String joinLoneApostrophes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = c == '\'' && i > 0 && text.startsWith(" ' ", i - 1);
            if (lone) {
                out.setLength(out.length() - 1);
                i++;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static String joinContractions(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (i > 0
                    && text.charAt(i - 1) == ' '
                    && (text.startsWith("'s", i)
                            || text.startsWith("'m", i)
                            || text.startsWith("'re", i)
                            || text.startsWith("'ve", i))) {
                out.setLength(out.length() - 1);
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
