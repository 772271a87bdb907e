package dev.mote.text.jinja.syntax;

/**
 * One token of a template.
 *
 * @param kind what it is
 * @param text its text; for strings the text they stand for
 * @param line where it begins, counted from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        OUTPUT_BEGIN,
        OUTPUT_END,
        NAME,
        STRING,
        INTEGER,
        REAL,
        OPERATOR,
        END
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** For messages. */
    String described() {
        return switch (kind) {
            case DATA -> "template text";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "end of statement block";
            case OUTPUT_BEGIN -> "'{{'";
            case OUTPUT_END -> "end of print statement";
            case NAME, OPERATOR, INTEGER, REAL -> "'" + text + "'";
            case STRING -> "a string";
            case END -> "end of template";
        };
    }

    /** A character for messages. */
    static String quoted(int codePoint) {
        return codePoint < 0x20 || codePoint > 0x7E
                ? String.format("U+%04X", codePoint)
                : "'" + Character.toString(codePoint) + "'";
    }
}
