package dev.mote.text.template;

import org.jspecify.annotations.Nullable;

/** Where two texts part, for people. */
final class Differences {
    private static final int CONTEXT = 40;

    private Differences() {}

    /** The first difference with escaped context, or null if there is none. */
    static @Nullable String first(String expected, String actual) {
        if (expected.equals(actual)) {
            return null;
        }
        int at = 0;
        while (at < expected.length()
                && at < actual.length()
                && expected.charAt(at) == actual.charAt(at)) {
            at++;
        }
        return "differs at character "
                + at
                + " of "
                + expected.length()
                + "\n  behind   "
                + escaped(expected, at - CONTEXT, at)
                + "\n  expected "
                + escaped(expected, at, at + CONTEXT)
                + "\n  actual   "
                + escaped(actual, at, at + CONTEXT);
    }

    private static String escaped(String text, int from, int to) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = Math.max(0, from); i < Math.min(text.length(), to); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < 0x20 || c == 0x200B) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(to < text.length() ? "..." : "\"").toString();
    }
}
