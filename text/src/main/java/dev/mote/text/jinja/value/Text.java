package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A string that knows which of its characters come from an untrusted place.
 *
 * <p>Every operation keeps the origin of every character, so that in the rendered prompt special
 * tokens written by the template can be told from look-alikes inside a message. The origin never
 * takes part in equality, order or hashing. Positions in this class are UTF-16 indices; templates
 * count code points, which {@link #offset} converts. Immutable.
 */
public final class Text implements Value {
    /** The empty text. */
    public static final Text EMPTY = new Text("", Ranges.NONE, false);

    private final String chars;

    /** Untrusted ranges as start, end pairs: ascending, not empty, not touching. */
    private final int[] untrusted;

    /** Whether it was marked safe, which makes operations escape what joins it. */
    private final boolean markup;

    Text(String chars, int[] untrusted, boolean markup) {
        this.chars = chars;
        this.untrusted = untrusted;
        this.markup = markup;
    }

    /** A trusted text. */
    public static Text of(String chars) {
        return chars.isEmpty() ? EMPTY : new Text(chars, Ranges.NONE, false);
    }

    /** A text of one origin. */
    public static Text of(String chars, boolean trusted) {
        return trusted || chars.isEmpty()
                ? of(chars)
                : new Text(chars, new int[] {0, chars.length()}, false);
    }

    /** The characters. */
    public String chars() {
        return chars;
    }

    /** Number of UTF-16 units. */
    public int size() {
        return chars.length();
    }

    /** Number of code points, the length that templates see. */
    public int length() {
        return chars.codePointCount(0, chars.length());
    }

    /** Whether there are no characters. */
    public boolean isEmpty() {
        return chars.isEmpty();
    }

    /** Whether no character is of untrusted origin. */
    public boolean isTrusted() {
        return untrusted.length == 0;
    }

    /** Whether it was marked safe from escaping. */
    public boolean isMarkup() {
        return markup;
    }

    /** This text, marked safe or not. */
    public Text markup(boolean marked) {
        return marked == markup ? this : new Text(chars, untrusted, marked);
    }

    /** What is made of a stretch of one origin. */
    @FunctionalInterface
    public interface Span<T> {
        /** Makes it of characters and whether they are trusted. */
        T of(String chars, boolean trusted);
    }

    /** The stretches of one origin in order, none empty. */
    public <T> List<T> spans(Span<T> span) {
        List<T> spans = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < untrusted.length; i += 2) {
            if (position < untrusted[i]) {
                spans.add(span.of(chars.substring(position, untrusted[i]), true));
            }
            spans.add(span.of(chars.substring(untrusted[i], untrusted[i + 1]), false));
            position = untrusted[i + 1];
        }
        if (position < chars.length()) {
            spans.add(span.of(chars.substring(position), true));
        }
        return spans;
    }

    /** Start, end pairs of the untrusted characters: ascending, not empty, not touching. */
    int[] untrustedRanges() {
        return untrusted;
    }

    /** UTF-16 index of a code point; {@code index} lies in 0 to {@link #length()}. */
    public int offset(int index) {
        return chars.offsetByCodePoints(0, index);
    }

    /** From {@code start} to {@code end}, UTF-16 indices. */
    public Text substring(int start, int end) {
        if (start == 0 && end == chars.length()) {
            return this;
        }
        return new Text(chars.substring(start, end), Ranges.cut(untrusted, start, end), markup);
    }

    /** From {@code start} to the end. */
    public Text substring(int start) {
        return substring(start, chars.length());
    }

    /**
     * The text with a mapping such as upper-casing applied, which may change the length.
     *
     * <p>The mapping sees the whole text, for rules that look at neighbours. If mapping each run of
     * one origin by itself gives other lengths, the borders are unknown and all is untrusted.
     */
    public Text map(UnaryOperator<String> mapping) {
        String mapped = mapping.apply(chars);
        if (isTrusted()) {
            return new Text(mapped, Ranges.NONE, markup);
        }
        int[] ranges = new int[untrusted.length];
        int position = 0;
        int mappedPosition = 0;
        for (int i = 0; i < untrusted.length; i++) {
            mappedPosition += mapping.apply(chars.substring(position, untrusted[i])).length();
            position = untrusted[i];
            ranges[i] = mappedPosition;
        }
        mappedPosition += mapping.apply(chars.substring(position)).length();
        if (mappedPosition != mapped.length() || !Ranges.valid(ranges)) {
            ranges = mapped.isEmpty() ? Ranges.NONE : new int[] {0, mapped.length()};
        }
        return new Text(mapped, ranges, markup);
    }

    /** Where {@code needle} next begins at or after {@code from}, or -1. */
    public int indexOf(String needle, int from) {
        return TextSearch.indexOf(chars, needle, from);
    }

    /** Where {@code needle} last begins at or before {@code from}, or -1. */
    public int lastIndexOf(String needle, int from, Budget budget) {
        if (needle.length() > TextSearch.SHORT_NEEDLE) {
            // The search may compare every position with the whole needle.
            budget.scan((long) chars.length() * (needle.length() / 8));
        }
        return chars.lastIndexOf(needle, from);
    }

    @Override
    public String typeName() {
        return markup ? "Markup" : "str";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && chars.equals(text.chars);
    }

    @Override
    public int hashCode() {
        return chars.hashCode();
    }

    @Override
    public String toString() {
        return isTrusted() ? chars : chars + Arrays.toString(untrusted);
    }
}
