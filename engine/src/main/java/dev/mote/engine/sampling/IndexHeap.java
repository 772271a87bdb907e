package dev.mote.engine.sampling;

/**
 * A binary heap of indices, the one with the largest key on top, of equals the lowest index.
 *
 * <p>Built in linear time, so taking the best few of a vocabulary never sorts it.
 */
final class IndexHeap {
    private final double[] keys;
    private final int[] heap;
    private int size;

    /** Indices 0 … count − 1; the keys are not copied and must not change. */
    IndexHeap(double[] keys, int count) {
        this.keys = keys;
        heap = new int[count];
        size = count;
        for (int i = 0; i < count; i++) {
            heap[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Removes and returns the best. */
    int pop() {
        int best = heap[0];
        heap[0] = heap[--size];
        sink(0);
        return best;
    }

    private void sink(int start) {
        int parent = start;
        int moved = heap[parent];
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moved)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = moved;
    }

    private boolean before(int a, int b) {
        return keys[a] != keys[b] ? keys[a] > keys[b] : a < b;
    }
}
