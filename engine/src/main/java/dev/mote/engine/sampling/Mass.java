package dev.mote.engine.sampling;

/** What top-p and typical share: the fewest best candidates that hold a given probability. */
final class Mass {
    private Mass() {}

    /** Keeps candidates in falling order of their keys until their probabilities reach p. */
    static void keepBest(Candidates candidates, double[] keys, double[] probabilities, double p) {
        IndexHeap heap = new IndexHeap(keys, candidates.size());
        int[] kept = new int[candidates.size()];
        int count = 0;
        double mass = 0;
        while (!heap.isEmpty() && (count == 0 || mass < p)) {
            kept[count] = heap.pop();
            mass += probabilities[kept[count++]];
        }
        candidates.keep(kept, count);
    }
}
