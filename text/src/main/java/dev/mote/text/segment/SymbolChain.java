package dev.mote.text.segment;

import java.util.Arrays;

/**
 * The symbols of one word while neighbours are merged in order of priority: a linked list over
 * arrays and a heap of candidate pairs. Shared by the merging algorithms. Not thread-safe.
 *
 * <p>Heap keys hold the priority above and the left symbol below, so that equal priorities go from
 * left to right. A key is stale when the pair that now begins at its symbol has another priority.
 */
final class SymbolChain {
    /** No token, or no pair. */
    static final int NONE = -1;

    int[] from = new int[64];
    int[] to = new int[64];
    int[] token = new int[64];
    private int[] previous = new int[64];
    private int[] next = new int[64];
    private int[] pairToken = new int[64];
    private int[] pairPriority = new int[64];
    private final LongHeap heap = new LongHeap();
    private int size;

    /** Finds what a pair of neighbouring symbols becomes. */
    interface Pairs {
        /**
         * The merged token above and the priority below, smaller first, or a negative number if the
         * symbols do not merge.
         */
        long merge(SymbolChain chain, int left, int right);
    }

    static long merged(int token, int priority) {
        return (long) token << Integer.SIZE | (priority & 0xffffffffL);
    }

    void clear() {
        size = 0;
        heap.clear();
    }

    int size() {
        return size;
    }

    /** Appends a symbol that covers [start, end) of the text. */
    void add(int start, int end, int id) {
        if (size == from.length) {
            int capacity = size * 2;
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
            token = Arrays.copyOf(token, capacity);
            previous = Arrays.copyOf(previous, capacity);
            next = Arrays.copyOf(next, capacity);
            pairToken = Arrays.copyOf(pairToken, capacity);
            pairPriority = Arrays.copyOf(pairPriority, capacity);
        }
        from[size] = start;
        to[size] = end;
        token[size] = id;
        previous[size] = size - 1;
        next[size] = size + 1;
        size++;
    }

    /** Merges until no pair merges. */
    void mergeAll(Pairs pairs) {
        if (size == 0) {
            return;
        }
        next[size - 1] = NONE;
        pairToken[size - 1] = NONE;
        for (int i = 0; i + 1 < size; i++) {
            offer(pairs, i);
        }
        while (!heap.isEmpty()) {
            long key = heap.pop();
            int left = (int) key;
            int priority = (int) (key >> Integer.SIZE);
            if (pairToken[left] == NONE || pairPriority[left] != priority) {
                continue;
            }
            int right = next[left];
            token[left] = pairToken[left];
            to[left] = to[right];
            pairToken[right] = NONE;
            next[left] = next[right];
            if (next[right] != NONE) {
                previous[next[right]] = left;
            }
            offer(pairs, left);
            if (previous[left] != NONE) {
                offer(pairs, previous[left]);
            }
        }
    }

    private void offer(Pairs pairs, int left) {
        int right = next[left];
        long merged = right == NONE ? NONE : pairs.merge(this, left, right);
        if (merged < 0) {
            pairToken[left] = NONE;
            return;
        }
        pairToken[left] = (int) (merged >> Integer.SIZE);
        pairPriority[left] = (int) merged;
        heap.push((long) pairPriority[left] << Integer.SIZE | left);
    }

    /** The symbol after {@code symbol}, or {@link #NONE}; symbol 0 is always the first. */
    int next(int symbol) {
        return next[symbol];
    }
}
