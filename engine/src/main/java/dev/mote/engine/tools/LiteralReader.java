package dev.mote.engine.tools;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values as programs write them: lists, objects, numbers, words; subclasses say what a string
 * and a key look like. Nesting is limited.
 */
abstract class LiteralReader {
    private static final int DEPTH_MAX = 64;
    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?";

    final String text;
    int at;
    private int depth;

    LiteralReader(String text) {
        this.text = text;
    }

    /** The text is not what it should be. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The string that begins here; null if none does. */
    abstract @Nullable String string();

    /** The key of an object that begins here. */
    abstract String key();

    final boolean take(String mark) {
        skipSpace();
        if (!text.startsWith(mark, at)) {
            return false;
        }
        at += mark.length();
        return true;
    }

    final void need(String mark) {
        if (!take(mark)) {
            throw new UnreadableException();
        }
    }

    final void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** A run of letters, digits, dots, dashes, underscores; at least one. */
    final String name() {
        skipSpace();
        int from = at;
        while (at < text.length() && isOfName(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw new UnreadableException();
        }
        return text.substring(from, at);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '+';
    }

    /** A value of any kind. */
    final @Nullable Object value() {
        if (++depth > DEPTH_MAX) {
            throw new UnreadableException();
        }
        skipSpace();
        Object value = string();
        if (value == null) {
            value = take("[") ? list() : take("{") ? object("}") : null;
            if (value == null) {
                value = word(name());
            }
        }
        depth--;
        return value.equals(NULL) ? null : value;
    }

    private static final Object NULL = new Object();

    private static Object word(String word) {
        return switch (word) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            case "null", "None" -> NULL;
            default -> {
                if (!word.matches(NUMBER)) {
                    throw new UnreadableException();
                }
                yield ArgumentText.json(word).orElseThrow(UnreadableException::new);
            }
        };
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        while (!take("]")) {
            if (!list.isEmpty()) {
                take(","); // which some templates leave out
            }
            list.add(value());
        }
        return list;
    }

    /** The entries of an object whose opening was taken. */
    final Map<String, @Nullable Object> object(String end) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (!take(end)) {
            if (!map.isEmpty()) {
                need(",");
            }
            skipSpace();
            String key = key();
            need(":");
            map.put(key, value());
        }
        return map;
    }
}
