package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.PythonText;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Taking texts apart; separators and characters are {@code Text}, or {@code None} for space. */
final class Splitting {
    private Splitting() {}

    static Text strip(Text text, Value characters, boolean left, boolean right) {
        IntPredicate stripped = PythonText::isSpace;
        if (characters instanceof Text set) {
            Set<Integer> codePoints =
                    set.chars().codePoints().boxed().collect(Collectors.toUnmodifiableSet());
            stripped = codePoints::contains;
        }
        String chars = text.chars();
        int start = 0;
        int end = chars.length();
        while (left && start < end && stripped.test(chars.codePointAt(start))) {
            start += Character.charCount(chars.codePointAt(start));
        }
        while (right && end > start && stripped.test(chars.codePointBefore(end))) {
            end -= Character.charCount(chars.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static List<Text> forward(Text text, Value separator, long maxSplit) {
        if (!(separator instanceof Text by)) {
            return forwardAtSpace(text, maxSplit);
        }
        requireNotEmpty(by);
        List<Text> parts = new ArrayList<>();
        int start = 0;
        while (parts.size() < maxSplit) {
            int at = text.indexOf(by.chars(), start);
            if (at < 0) {
                break;
            }
            parts.add(text.substring(start, at));
            start = at + by.size();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<Text> forwardAtSpace(Text text, long maxSplit) {
        List<Text> parts = new ArrayList<>();
        String chars = text.chars();
        int start = PythonText.skipSpace(chars, 0);
        while (start < chars.length() && parts.size() < maxSplit) {
            int end = start;
            while (end < chars.length() && !PythonText.isSpace(chars.charAt(end))) {
                end++;
            }
            parts.add(text.substring(start, end));
            start = PythonText.skipSpace(chars, end);
        }
        if (start < chars.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    static List<Text> backward(Text text, Value separator, long maxSplit, Budget budget) {
        if (!(separator instanceof Text by)) {
            return backwardAtSpace(text, maxSplit);
        }
        requireNotEmpty(by);
        List<Text> parts = new ArrayList<>();
        int end = text.size();
        while (parts.size() < maxSplit) {
            int at = text.lastIndexOf(by.chars(), end - by.size(), budget);
            if (at < 0 || end < by.size()) {
                break;
            }
            parts.add(text.substring(at + by.size(), end));
            end = at;
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Text> backwardAtSpace(Text text, long maxSplit) {
        List<Text> parts = new ArrayList<>();
        String chars = text.chars();
        int end = PythonText.skipSpaceBack(chars, chars.length());
        while (end > 0 && parts.size() < maxSplit) {
            int start = end;
            while (start > 0 && !PythonText.isSpace(chars.charAt(start - 1))) {
                start--;
            }
            parts.add(text.substring(start, end));
            end = PythonText.skipSpaceBack(chars, start);
        }
        if (end > 0) {
            parts.add(text.substring(0, end));
        }
        Collections.reverse(parts);
        return parts;
    }

    /** Before, separator, after; the whole text and two empty ones if there is no separator. */
    static List<Text> partition(Text text, Text separator, boolean last, Budget budget) {
        requireNotEmpty(separator);
        int at =
                last
                        ? text.lastIndexOf(separator.chars(), text.size(), budget)
                        : text.indexOf(separator.chars(), 0);
        if (at < 0) {
            return last
                    ? List.of(Text.EMPTY, Text.EMPTY, text)
                    : List.of(text, Text.EMPTY, Text.EMPTY);
        }
        int end = at + separator.size();
        return List.of(text.substring(0, at), text.substring(at, end), text.substring(end));
    }

    private static void requireNotEmpty(Text separator) {
        if (separator.isEmpty()) {
            throw JinjaException.value("empty separator");
        }
    }
}
