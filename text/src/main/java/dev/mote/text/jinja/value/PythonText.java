package dev.mote.text.jinja.value;

import java.util.ArrayList;
import java.util.List;

/** What Python holds to be white space and ends of lines. */
public final class PythonText {
    private PythonText() {}

    /** {@code str.isspace} of one character; no white space lies outside the basic plane. */
    public static boolean isSpace(int codePoint) {
        return switch (codePoint) {
            case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default ->
                    (codePoint >= 0x09 && codePoint <= 0x0D)
                            || (codePoint >= 0x1C && codePoint <= 0x1F)
                            || (codePoint >= 0x2000 && codePoint <= 0x200A);
        };
    }

    /** Index of the first character at or after {@code from} that is no white space. */
    public static int skipSpace(CharSequence chars, int from) {
        int i = from;
        while (i < chars.length() && isSpace(chars.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Index behind the last character before {@code to} that is no white space. */
    public static int skipSpaceBack(CharSequence chars, int to) {
        int i = to;
        while (i > 0 && isSpace(chars.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    /** {@code str.splitlines}. */
    public static List<Text> lines(Text text, boolean keepEnds) {
        List<Text> lines = new ArrayList<>();
        String chars = text.chars();
        int start = 0;
        int i = 0;
        while (i < chars.length()) {
            if (!isLineEnd(chars.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            i += chars.startsWith("\r\n", i) ? 2 : 1;
            lines.add(text.substring(start, keepEnds ? i : end));
            start = i;
        }
        if (start < chars.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return (c >= 0x0A && c <= 0x0D)
                || (c >= 0x1C && c <= 0x1E)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }
}
