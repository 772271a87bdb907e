package dev.mote.text.grammar.source;

import dev.mote.text.grammar.GrammarSyntaxException;

/** A place in a pattern or a grammar's text. Not thread-safe. */
public class SourceCursor {
    /** What stands behind the last character. */
    public static final int END = -1;

    private final String kind;
    private final String text;
    private int at;

    /**
     * Begins at the first character.
     *
     * @param kind what is read, for messages, for example {@code regex}
     */
    public SourceCursor(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** The character here, or {@link #END}. */
    public final int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    /** The character here, passing it. */
    public final int take() {
        int character = peek();
        if (character == END) {
            throw error("the %s ends too early".formatted(kind));
        }
        if (Character.charCount(character) == 1 && Character.isSurrogate((char) character)) {
            throw error("half of a surrogate pair matches no text");
        }
        at += Character.charCount(character);
        return character;
    }

    /** Passes a text if it is here. */
    public final boolean skip(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** Whether a text is here. */
    public final boolean sees(String expected) {
        return text.startsWith(expected, at);
    }

    /** The text up to another, passing both; all that is left if the other does not come. */
    public final String takePast(String end) {
        int to = text.indexOf(end, at);
        String taken = text.substring(at, to < 0 ? text.length() : to);
        at = to < 0 ? text.length() : to + end.length();
        return taken;
    }

    /** The text up to a character, passing both. */
    public final String takeUntil(char end) {
        if (text.indexOf(end, at) < 0) {
            throw error("'" + end + "' is missing");
        }
        return takePast(String.valueOf(end));
    }

    /** Index of the character here. */
    public final int position() {
        return at;
    }

    /** Returns to a place passed. */
    public final void back(int position) {
        at = position;
    }

    /** What is wrong here. */
    public final GrammarSyntaxException error(String detail) {
        return error(at, detail);
    }

    /** What is wrong at another place. */
    public final GrammarSyntaxException error(int position, String detail) {
        return new GrammarSyntaxException(kind, position, detail);
    }
}
