package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.GrammarSyntaxException;

/** A place in a pattern. Not thread-safe. */
final class RegexCursor {
    static final int END = -1;

    private final String pattern;
    private int at;

    RegexCursor(String pattern) {
        this.pattern = pattern;
    }

    /** The character here, or {@link #END}. */
    int peek() {
        return at < pattern.length() ? pattern.codePointAt(at) : END;
    }

    /** The character here, passing it. */
    int take() {
        int character = peek();
        if (character == END) {
            throw error("the pattern ends too early");
        }
        if (Character.charCount(character) == 1 && Character.isSurrogate((char) character)) {
            throw error("half of a surrogate pair matches no text");
        }
        at += Character.charCount(character);
        return character;
    }

    /** Passes a text if it is here. */
    boolean skip(String text) {
        if (pattern.startsWith(text, at)) {
            at += text.length();
            return true;
        }
        return false;
    }

    /** Whether a text is here. */
    boolean sees(String text) {
        return pattern.startsWith(text, at);
    }

    /** The text up to a character, passing both. */
    String takeUntil(char end) {
        int to = pattern.indexOf(end, at);
        if (to < 0) {
            throw error("'" + end + "' is missing");
        }
        String text = pattern.substring(at, to);
        at = to + 1;
        return text;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    GrammarSyntaxException error(String detail) {
        return error(at, detail);
    }

    GrammarSyntaxException error(int position, String detail) {
        return new GrammarSyntaxException("regex", position, detail);
    }
}
