package dev.mote.text.split;

/** A place in an expression, and refusals that name it. Not thread-safe. */
final class PatternCursor {
    final String expression;
    int at;

    PatternCursor(String expression) {
        this.expression = expression;
    }

    boolean atEnd() {
        return at >= expression.length();
    }

    /** The next character, 0 at the end. */
    char peek() {
        return atEnd() ? 0 : expression.charAt(at);
    }

    boolean startsWith(String text) {
        return expression.startsWith(text, at);
    }

    void expect(char c) {
        if (peek() != c) {
            throw refuse("'" + c + "' expected");
        }
        at++;
    }

    /** Reads one code point. */
    int next() {
        if (atEnd()) {
            throw refuse("end of pattern");
        }
        int c = expression.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** The characters that follow, for messages. */
    String excerpt() {
        return expression.substring(at, Math.min(expression.length(), at + 12));
    }

    SplitPatternException refuse(String what) {
        return new SplitPatternException(what + " at character " + at + " is not supported");
    }
}
