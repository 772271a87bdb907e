package dev.mote.text.grammar.gbnf;

import dev.mote.text.grammar.source.SourceCursor;

/** A place in a grammar's text. Not thread-safe. */
final class GbnfCursor extends SourceCursor {
    private static final int HEXADECIMAL = 16;

    private boolean iso;

    GbnfCursor(String text) {
        super("grammar", text);
    }

    /** From here on comments are those of ISO 14977. */
    void useIso() {
        iso = true;
    }

    boolean isIso() {
        return iso;
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
                take();
            } else if (iso ? sees("(*") : sees("#")) {
                takePast(iso ? "*)" : "\n");
            } else {
                return;
            }
        }
    }

    /** A name of a rule, or nothing. */
    String name() {
        StringBuilder name = new StringBuilder();
        while (isNamePart(peek())) {
            name.appendCodePoint(take());
        }
        return name.toString();
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
        int place = position() - 1;
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
}
