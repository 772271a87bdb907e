package dev.mote.text.grammar;

import java.util.Arrays;

/**
 * A set of Unicode scalar values: code points without the surrogates, which no UTF-8 text holds.
 * Immutable.
 */
public final class CodePoints {
    private static final int LAST = Character.MAX_CODE_POINT;

    /** No character. */
    public static final CodePoints NONE = new CodePoints(new int[0]);

    /** Every character. */
    public static final CodePoints ALL =
            new CodePoints(
                    new int[] {0, Character.MIN_SURROGATE - 1, Character.MAX_SURROGATE + 1, LAST});

    private final int[] bounds; // first, last, first, last …, ascending, with gaps between

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
    }

    /** The characters from {@code first} to {@code last}, both included. */
    public static CodePoints range(int first, int last) {
        if (first < 0 || last > LAST || first > last) {
            throw new IllegalArgumentException(
                    "characters %d to %d; the first must not be above the last, nor the last above %d"
                            .formatted(first, last, LAST));
        }
        return new CodePoints(new int[] {first, last}).intersect(ALL);
    }

    /** One character. */
    public static CodePoints of(int character) {
        return range(character, character);
    }

    /** The characters of a text. */
    public static CodePoints of(String characters) {
        CodePointsBuilder set = new CodePointsBuilder();
        characters.codePoints().forEach(character -> set.add(character, character));
        return set.build();
    }

    /**
     * Ranges that ascend with gaps between, surrogates possibly among them; takes the array over.
     */
    static CodePoints ofBounds(int[] bounds) {
        return new CodePoints(bounds).intersect(ALL);
    }

    /** Both sets together. */
    public CodePoints union(CodePoints other) {
        int[] merged = new int[bounds.length + other.bounds.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < bounds.length || j < other.bounds.length) {
            boolean mine =
                    j == other.bounds.length || (i < bounds.length && bounds[i] <= other.bounds[j]);
            int first = mine ? bounds[i] : other.bounds[j];
            int last = mine ? bounds[i + 1] : other.bounds[j + 1];
            i += mine ? 2 : 0;
            j += mine ? 0 : 2;
            if (size > 0 && first <= merged[size - 1] + 1) {
                merged[size - 1] = Math.max(merged[size - 1], last);
            } else {
                merged[size++] = first;
                merged[size++] = last;
            }
        }
        return new CodePoints(Arrays.copyOf(merged, size));
    }

    /** What both sets hold. */
    public CodePoints intersect(CodePoints other) {
        int[] common = new int[bounds.length + other.bounds.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < bounds.length && j < other.bounds.length) {
            int first = Math.max(bounds[i], other.bounds[j]);
            int last = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (first <= last) {
                common[size++] = first;
                common[size++] = last;
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return new CodePoints(Arrays.copyOf(common, size));
    }

    /** Every character that is not here. */
    public CodePoints complement() {
        int[] gaps = new int[bounds.length + 2];
        int size = 0;
        int next = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] > next) {
                gaps[size++] = next;
                gaps[size++] = bounds[i] - 1;
            }
            next = bounds[i + 1] + 1;
        }
        if (next <= LAST) {
            gaps[size++] = next;
            gaps[size++] = LAST;
        }
        return new CodePoints(Arrays.copyOf(gaps, size)).intersect(ALL);
    }

    /** These without the others. */
    public CodePoints minus(CodePoints other) {
        return intersect(other.complement());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Number of ranges without gaps. */
    public int rangeCount() {
        return bounds.length / 2;
    }

    /** First character of a range. */
    public int first(int range) {
        return bounds[2 * range];
    }

    /** Last character of a range. */
    public int last(int range) {
        return bounds[2 * range + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int range = 0; range < rangeCount(); range++) {
            text.append("%s%x-%x".formatted(range > 0 ? " " : "", first(range), last(range)));
        }
        return text.append(']').toString();
    }
}
