package dev.mote.text.jinja.value;

import java.util.Arrays;

/**
 * Sets of positions as start, end pairs: ascending, not empty, not touching.
 *
 * <p>Arrays rather than objects, since every text carries one and most are empty.
 */
final class Ranges {
    /** The empty set. */
    static final int[] NONE = {};

    private Ranges() {}

    /** The part within {@code start} to {@code end}, counted from {@code start}. */
    static int[] cut(int[] ranges, int start, int end) {
        int[] part = new int[ranges.length];
        int size = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            int from = Math.max(ranges[i], start);
            int to = Math.min(ranges[i + 1], end);
            if (from < to) {
                part[size++] = from - start;
                part[size++] = to - start;
            }
        }
        return size == 0 ? NONE : Arrays.copyOf(part, size);
    }

    /** Whether the pairs keep the rules above. */
    static boolean valid(int[] ranges) {
        for (int i = 1; i < ranges.length; i++) {
            if (ranges[i - 1] >= ranges[i]) {
                return false;
            }
        }
        return true;
    }
}
