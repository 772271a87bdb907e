package dev.mote.engine.sampling;

/** Keeps the k likeliest, best first: one pass with a bounded heap whose top is the worst kept. */
record TopK(int k) implements Truncation {
    @Override
    public void truncate(Candidates candidates) {
        int count = Math.min(k, candidates.size());
        int[] heap = new int[count];
        for (int i = 0; i < count; i++) {
            heap[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(candidates, heap, i, count);
        }
        double worst = candidates.logit(heap[0]);
        for (int i = count; i < candidates.size(); i++) {
            // Candidates come in the order of ids, so an equal one never displaces.
            if (candidates.logit(i) > worst) {
                heap[0] = i;
                sink(candidates, heap, 0, count);
                worst = candidates.logit(heap[0]);
            }
        }
        for (int left = count - 1; left > 0; left--) { // heap sort, the worst to the end
            int worstIndex = heap[0];
            heap[0] = heap[left];
            heap[left] = worstIndex;
            sink(candidates, heap, 0, left);
        }
        candidates.keep(heap, count);
    }

    private static void sink(Candidates candidates, int[] heap, int start, int size) {
        int parent = start;
        int moved = heap[parent];
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && worse(candidates, heap[child + 1], heap[child])) {
                child++;
            }
            if (!worse(candidates, heap[child], moved)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = moved;
    }

    private static boolean worse(Candidates candidates, int a, int b) {
        double logitA = candidates.logit(a);
        double logitB = candidates.logit(b);
        return logitA != logitB ? logitA < logitB : a > b;
    }
}
