package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Token.Kind;
import dev.mote.text.jinja.value.PythonText;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts the inside of one tag into names, numbers, strings and operators. */
final class TagLexer {
    /** Longer operators before their own beginnings. */
    private static final List<String> OPERATORS =
            List.of(
                    "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(",
                    ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";");

    private final String source;
    private final String delimiter;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<String> closers = new ArrayDeque<>();
    private int position;
    private int line;

    /** Reads from {@code position} up to the closing delimiter. */
    TagLexer(String source, int position, int line, String delimiter) {
        this.source = source;
        this.position = position;
        this.line = line;
        this.delimiter = delimiter;
        run();
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Index of the closing delimiter, or of the {@code -} or {@code +} before it. */
    int end() {
        return position;
    }

    private void run() {
        while (true) {
            skipSpace();
            if (position >= source.length()) {
                throw JinjaException.syntax(
                        line, "the tag is not closed: '" + delimiter + "' is missing");
            }
            if (closers.isEmpty() && atEnd()) {
                return;
            }
            char c = source.charAt(position);
            if (c == '"' || c == '\'') {
                string(c);
            } else if (isDigit(c)) {
                number();
            } else if (isNameStart(source.codePointAt(position))) {
                name();
            } else {
                operator();
            }
        }
    }

    /** Outputs take a {@code -} at their end, blocks also a {@code +}. */
    private boolean atEnd() {
        return source.startsWith(delimiter, position)
                || source.startsWith("-" + delimiter, position)
                || (delimiter.equals("%}") && source.startsWith("+" + delimiter, position));
    }

    private void skipSpace() {
        while (position < source.length() && PythonText.isSpace(source.charAt(position))) {
            if (source.charAt(position) == '\n') {
                line++;
            }
            position++;
        }
    }

    private void string(char quote) {
        int start = position + 1;
        int i = start;
        while (i < source.length() && source.charAt(i) != quote) {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= source.length()) {
            throw JinjaException.syntax(line, "a string is not closed");
        }
        String raw = source.substring(start, i);
        add(Kind.STRING, StringEscapes.resolve(raw, line));
        line += (int) raw.chars().filter(c -> c == '\n').count();
        position = i + 1;
    }

    private void number() {
        int start = position;
        if (source.charAt(start) == '0' && start + 1 < source.length()) {
            int radix = radix(source.charAt(start + 1));
            if (radix != 10) {
                position = start + 2;
                while (position < source.length() && isDigit(source.charAt(position), radix)) {
                    position++;
                }
                add(Kind.INTEGER, digits(start));
                return;
            }
        }
        position = digitsEnd(start);
        boolean real = false;
        // A number behind a dot is an index, as in "pair.0.1".
        boolean index = start > 0 && source.charAt(start - 1) == '.';
        if (!index) {
            if (charAt(position) == '.' && isDigit(charAt(position + 1))) {
                position = digitsEnd(position + 1);
                real = true;
            }
            if (charAt(position) == 'e' || charAt(position) == 'E') {
                int exponent = position + 1;
                if (charAt(exponent) == '+' || charAt(exponent) == '-') {
                    exponent++;
                }
                if (isDigit(charAt(exponent))) {
                    position = digitsEnd(exponent);
                    real = true;
                }
            }
        }
        add(real ? Kind.REAL : Kind.INTEGER, digits(start));
    }

    private String digits(int start) {
        return source.substring(start, position).replace("_", "");
    }

    private int digitsEnd(int from) {
        int i = from;
        while (isDigit(charAt(i)) || (charAt(i) == '_' && isDigit(charAt(i + 1)))) {
            i++;
        }
        return i;
    }

    private char charAt(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }

    private void name() {
        int start = position;
        while (position < source.length()) {
            int codePoint = source.codePointAt(position);
            if (!isNameStart(codePoint) && !Character.isUnicodeIdentifierPart(codePoint)) {
                break;
            }
            position += Character.charCount(codePoint);
        }
        add(Kind.NAME, source.substring(start, position));
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                balance(operator);
                add(Kind.OPERATOR, operator);
                position += operator.length();
                return;
            }
        }
        throw JinjaException.syntax(
                line, "unexpected character " + Token.quoted(source.codePointAt(position)));
    }

    /** Inside brackets the closing delimiter is none: a dictionary may end with two braces. */
    private void balance(String operator) {
        switch (operator) {
            case "(" -> closers.push(")");
            case "[" -> closers.push("]");
            case "{" -> closers.push("}");
            case ")", "]", "}" -> {
                if (closers.isEmpty()) {
                    throw JinjaException.syntax(line, "unexpected '" + operator + "'");
                }
                String expected = closers.pop();
                if (!operator.equals(expected)) {
                    throw JinjaException.syntax(
                            line, "unexpected '" + operator + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private static boolean isDigit(char c, int radix) {
        return c == '_' || (c < 0x80 && Character.digit(c, radix) >= 0);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(int codePoint) {
        return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
    }
}
