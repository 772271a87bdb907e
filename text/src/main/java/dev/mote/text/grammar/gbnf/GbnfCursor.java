package dev.mote.text.grammar.gbnf;

import dev.mote.text.grammar.GrammarSyntaxException;

/** A place in a grammar's text. Not thread-safe. */
final class GbnfCursor {
    static final int END = -1;

    private static final int HEXADECIMAL = 16;

    private final String text;
    private boolean iso;
    private int at;

    GbnfCursor(String text) {
        this.text = text;
    }

    /** From here on comments are those of ISO 14977. */
    void useIso() {
        iso = true;
    }

    boolean isIso() {
        return iso;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /** The character here, or {@link #END}. */
    int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    int take() {
        int character = peek();
        if (character == END) {
            throw error("the grammar ends too early");
        }
        if (Character.charCount(character) == 1 && Character.isSurrogate((char) character)) {
            throw error("half of a surrogate pair matches no text");
        }
        at += Character.charCount(character);
        return character;
    }

    boolean skip(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** Whether a text is here. */
    boolean sees(String expected) {
        return text.startsWith(expected, at);
    }

    void expect(String expected, String why) {
        if (!skip(expected)) {
            throw error("'%s' is missing %s".formatted(expected, why));
        }
    }

    /** Passes white space and comments. */
    void space() {
        while (true) {
            if (peek() != END && Character.isWhitespace(peek())) {
                at++;
            } else if (iso ? text.startsWith("(*", at) : text.startsWith("#", at)) {
                int end = iso ? text.indexOf("*)", at) : text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + (iso ? 2 : 1);
            } else {
                return;
            }
        }
    }

    /** A name of a rule, or nothing. */
    String name() {
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    static boolean isNamePart(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    /** The character that an escape stands for, behind its backslash. */
    int escape() {
        int place = at - 1;
        int letter = take();
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal(2, place);
            case 'u' -> hexadecimal(4, place);
            case 'U' -> hexadecimal(8, place);
            default -> {
                if (Character.isLetterOrDigit(letter)) {
                    throw error(
                            place,
                            "the escape '\\%s' is not supported"
                                    .formatted(Character.toString(letter)));
                }
                yield letter;
            }
        };
    }

    private int hexadecimal(int digits, int place) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(take(), HEXADECIMAL);
            if (digit < 0) {
                throw error(place, "%d hexadecimal digits are expected".formatted(digits));
            }
            value = HEXADECIMAL * value + digit;
        }
        if (value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw error(place, "%x is no character".formatted(value));
        }
        return (int) value;
    }

    GrammarSyntaxException error(String detail) {
        return error(at, detail);
    }

    GrammarSyntaxException error(int position, String detail) {
        return new GrammarSyntaxException("grammar", position, detail);
    }
}
