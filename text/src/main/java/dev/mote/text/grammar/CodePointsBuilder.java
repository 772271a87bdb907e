package dev.mote.text.grammar;

import java.util.Arrays;

/**
 * Gathers a set of characters range by range, in any order. It sorts and joins what it has when
 * that has doubled, so n ranges cost n log n steps however they overlap. Not thread-safe.
 */
public final class CodePointsBuilder {
    private static final int FIRST_ROOM = 16;

    private long[] ranges = new long[FIRST_ROOM]; // first << 32 | last
    private int size;

    /** An empty set. */
    public CodePointsBuilder() {}

    /** Adds the characters from {@code first} to {@code last}, both included. */
    public CodePointsBuilder add(int first, int last) {
        if (size == ranges.length) {
            join();
            if (size > ranges.length / 2) {
                ranges = Arrays.copyOf(ranges, 2 * ranges.length);
            }
        }
        ranges[size++] = (long) first << Integer.SIZE | last;
        return this;
    }

    /** Adds all characters of a set. */
    public CodePointsBuilder add(CodePoints set) {
        for (int range = 0; range < set.rangeCount(); range++) {
            add(set.first(range), set.last(range));
        }
        return this;
    }

    private void join() {
        Arrays.sort(ranges, 0, size);
        int joined = 0;
        for (int i = 0; i < size; i++) {
            int first = (int) (ranges[i] >>> Integer.SIZE);
            int before = joined == 0 ? -2 : (int) ranges[joined - 1];
            if (first <= before + 1) {
                int last = Math.max(before, (int) ranges[i]);
                ranges[joined - 1] = ranges[joined - 1] >>> Integer.SIZE << Integer.SIZE | last;
            } else {
                ranges[joined++] = ranges[i];
            }
        }
        size = joined;
    }

    /** The set gathered so far. */
    public CodePoints build() {
        join();
        int[] bounds = new int[2 * size];
        for (int i = 0; i < size; i++) {
            bounds[2 * i] = (int) (ranges[i] >>> Integer.SIZE);
            bounds[2 * i + 1] = (int) ranges[i];
        }
        return CodePoints.ofBounds(bounds);
    }
}
