package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.JinjaException;

/** The escapes of Python's string literals. */
final class StringEscapes {
    private final String raw;
    private final int line;
    private final StringBuilder out;
    private int position;

    private StringEscapes(String raw, int line) {
        this.raw = raw;
        this.line = line;
        this.out = new StringBuilder(raw.length());
    }

    /** The text a literal stands for. */
    static String resolve(String raw, int line) {
        return raw.indexOf('\\') < 0 ? raw : new StringEscapes(raw, line).run();
    }

    private String run() {
        while (position < raw.length()) {
            char c = raw.charAt(position++);
            if (c != '\\' || position == raw.length()) {
                out.append(c);
            } else {
                escape(raw.charAt(position++));
            }
        }
        return out.toString();
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> {} // a continued line
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000B');
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case 'N' ->
                    throw JinjaException.syntax(
                            line, "character names in strings are not supported; write \\uXXXX");
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c - '0');
            default -> out.append('\\').append(c);
        }
    }

    private void hexadecimal(int digits) {
        int end = position + digits;
        long value = 0;
        for (int i = position; i < end; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                throw JinjaException.syntax(
                        line, "an escape in a string needs " + digits + " digits");
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw JinjaException.syntax(line, "an escape in a string is no Unicode character");
        }
        out.appendCodePoint((int) value);
        position = end;
    }

    private void octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && position < raw.length(); i++) {
            int digit = Character.digit(raw.charAt(position), 8);
            if (digit < 0) {
                break;
            }
            value = value * 8 + digit;
            position++;
        }
        out.append((char) value);
    }
}
