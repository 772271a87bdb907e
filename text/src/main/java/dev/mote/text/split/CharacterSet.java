package dev.mote.text.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of code points as a character class of a regular expression writes it. Immutable.
 *
 * <p>Categories are those of the running JDK's Unicode version; white space is Unicode's property
 * White_Space, as in the regular-expression engines that tokenizers are published for.
 */
final class CharacterSet {
    private static final int ASCII = 128;

    private final int categories;
    private final boolean whiteSpace;
    private final boolean han;
    private final int[] ranges;
    private final CharacterSet[] united;
    private final CharacterSet[] required;
    private final boolean negated;
    private final long asciiLow;
    private final long asciiHigh;

    private CharacterSet(Builder builder, boolean negated) {
        this.categories = builder.categories;
        this.whiteSpace = builder.whiteSpace;
        this.han = builder.han;
        this.ranges = builder.ranges.stream().mapToInt(Integer::intValue).toArray();
        this.united = builder.united.toArray(new CharacterSet[0]);
        this.required = builder.required.toArray(new CharacterSet[0]);
        this.negated = negated;
        long low = 0;
        long high = 0;
        for (int c = 0; c < ASCII; c++) {
            if (lookUp(c)) {
                if (c < Long.SIZE) {
                    low |= 1L << c;
                } else {
                    high |= 1L << c;
                }
            }
        }
        this.asciiLow = low;
        this.asciiHigh = high;
    }

    boolean contains(int codePoint) {
        if (codePoint < ASCII) {
            return ((codePoint < Long.SIZE ? asciiLow : asciiHigh) >>> codePoint & 1) != 0;
        }
        return lookUp(codePoint);
    }

    private boolean lookUp(int codePoint) {
        boolean found =
                (categories >>> Character.getType(codePoint) & 1) != 0
                        || (whiteSpace && isWhiteSpace(codePoint))
                        || inRanges(codePoint)
                        || (han && isHan(codePoint));
        for (int i = 0; !found && i < united.length; i++) {
            found = united[i].contains(codePoint);
        }
        for (int i = 0; found && i < required.length; i++) {
            found = required[i].contains(codePoint);
        }
        return found != negated;
    }

    private boolean inRanges(int codePoint) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (codePoint >= ranges[i] && codePoint <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHan(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }

    /** Whether a code point has the Unicode property White_Space. */
    static boolean isWhiteSpace(int codePoint) {
        return (codePoint >= '\t' && codePoint <= '\r')
                || codePoint == ' '
                || codePoint == 0x85
                || codePoint == 0xa0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200a)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202f
                || codePoint == 0x205f
                || codePoint == 0x3000;
    }

    /** Collects the members of a set. */
    static final class Builder {
        private int categories;
        private boolean whiteSpace;
        private boolean han;
        private final List<Integer> ranges = new ArrayList<>();
        private final List<CharacterSet> united = new ArrayList<>();
        private final List<CharacterSet> required = new ArrayList<>();

        Builder addRange(int first, int last) {
            ranges.addAll(Arrays.asList(first, last));
            return this;
        }

        Builder addCategories(int mask) {
            categories |= mask;
            return this;
        }

        Builder addWhiteSpace() {
            whiteSpace = true;
            return this;
        }

        Builder addHan() {
            han = true;
            return this;
        }

        Builder add(CharacterSet set) {
            united.add(set);
            return this;
        }

        /** Keeps only what {@code set} has too. */
        Builder require(CharacterSet set) {
            required.add(set);
            return this;
        }

        CharacterSet build() {
            return new CharacterSet(this, false);
        }

        CharacterSet buildNegated() {
            return new CharacterSet(this, true);
        }
    }
}
