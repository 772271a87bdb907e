package dev.mote.text.vocabulary;

import java.util.Arrays;

/** A growing list of ints. Not thread-safe. */
public final class IntSequence {
    private int[] values;
    private int size;

    /** Makes room for {@code capacity} values. */
    public IntSequence(int capacity) {
        values = new int[Math.max(4, capacity)];
    }

    /** Appends a value. */
    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** Number of values. */
    public int size() {
        return size;
    }

    /** The value at an index. */
    public int get(int index) {
        return values[index];
    }

    /** Keeps the first {@code newSize} values. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Reverses the values from an index on. */
    public void reverseFrom(int index) {
        for (int left = index, right = size - 1; left < right; left++, right--) {
            int value = values[left];
            values[left] = values[right];
            values[right] = value;
        }
    }

    /** A copy of the values. */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
