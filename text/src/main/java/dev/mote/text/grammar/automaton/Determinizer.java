package dev.mote.text.grammar.automaton;

import dev.mote.text.vocabulary.IntSequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subset construction (Rabin and Scott, 1959) over ranges of symbols. */
final class Determinizer {
    private static final int EDGES_OF_A_STEP = 8; // looked at in the time of one step

    private final Nfa nfa;
    private final int accept;
    private final Effort effort;
    private final int[] stamps;
    private final Map<IntKey, Integer> known = new HashMap<>();
    private final List<IntKey> sets = new ArrayList<>();
    private final BitSet accepting = new BitSet();
    private int stamp;

    private Determinizer(Nfa nfa, int accept, Effort effort) {
        this.nfa = nfa;
        this.accept = accept;
        this.effort = effort;
        stamps = new int[nfa.states()];
    }

    /** The deterministic automaton of what leads from state 0 to {@code accept}. */
    static Dfa determinize(Nfa nfa, int accept, Effort effort) {
        return new Determinizer(nfa, accept, effort).run();
    }

    private Dfa run() {
        List<int[]> edges = new ArrayList<>();
        state(new int[] {0}, 1);
        for (int state = 0; state < sets.size(); state++) {
            int[] row = edges(sets.get(state).values);
            effort.edges(row.length / 3);
            edges.add(row);
        }
        return new Dfa(edges, accepting);
    }

    /** The state that stands for the closure of some targets. */
    private int state(int[] targets, int count) {
        IntKey key = new IntKey(closure(targets, count));
        Integer state = known.get(key);
        if (state != null) {
            return state;
        }
        effort.state();
        int added = sets.size();
        known.put(key, added);
        sets.add(key);
        if (Arrays.binarySearch(key.values, accept) >= 0) {
            accepting.set(added);
        }
        return added;
    }

    /** What is reached without reading, as far as it reads or accepts; ascending. */
    private int[] closure(int[] targets, int count) {
        stamp++;
        IntSequence pending = new IntSequence(count);
        IntSequence result = new IntSequence(count);
        for (int i = 0; i < count; i++) {
            visit(targets[i], pending);
        }
        while (pending.size() > 0) {
            int state = pending.get(pending.size() - 1);
            pending.truncate(pending.size() - 1);
            effort.step(1);
            boolean reads = state == accept;
            int edges = 0;
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                edges++;
                if (nfa.isSilent(edge)) {
                    visit(nfa.target(edge), pending);
                } else {
                    reads = true;
                }
            }
            effort.step(edges / EDGES_OF_A_STEP);
            if (reads) {
                result.add(state);
            }
        }
        int[] set = result.toArray();
        Arrays.sort(set);
        return set;
    }

    private void visit(int state, IntSequence pending) {
        if (stamps[state] != stamp) {
            stamps[state] = stamp;
            pending.add(state);
        }
    }

    /** First symbol, last symbol and target, one after the other, ascending. */
    private int[] edges(int[] set) {
        IntSequence found = new IntSequence(set.length);
        for (int state : set) {
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                if (!nfa.isSilent(edge)) {
                    found.add(edge);
                }
            }
        }
        int count = found.size();
        effort.step(count);
        long[] byStart = new long[count];
        int[] cuts = new int[2 * count];
        for (int i = 0; i < count; i++) {
            int edge = found.get(i);
            byStart[i] = (long) nfa.low(edge) << Integer.SIZE | edge;
            cuts[2 * i] = nfa.low(edge);
            cuts[2 * i + 1] = nfa.high(edge) + 1;
        }
        Arrays.sort(byStart);
        Arrays.sort(cuts);
        return sweep(byStart, cuts);
    }

    /** Walks from cut to cut; between two of them the same edges are open. */
    private int[] sweep(long[] byStart, int[] cuts) {
        IntSequence out = new IntSequence(12);
        int[] open = new int[byStart.length];
        int[] targets = new int[byStart.length];
        int openCount = 0;
        int next = 0;
        for (int i = 0; i + 1 < cuts.length; i++) {
            int first = cuts[i];
            int last = cuts[i + 1] - 1;
            if (last < first) {
                continue;
            }
            while (next < byStart.length && byStart[next] >>> Integer.SIZE == first) {
                open[openCount++] = (int) byStart[next++];
            }
            int kept = 0;
            for (int j = 0; j < openCount; j++) {
                if (nfa.high(open[j]) >= first) {
                    targets[kept] = nfa.target(open[j]);
                    open[kept++] = open[j];
                }
            }
            openCount = kept;
            effort.step(kept);
            if (kept > 0) {
                append(out, first, last, state(targets, kept));
            }
        }
        return out.toArray();
    }

    /** Adds an edge, or lengthens the last one. Calls stay apart: each is a symbol of its own. */
    private static void append(IntSequence out, int first, int last, int target) {
        int size = out.size();
        if (size > 0
                && out.get(size - 1) == target
                && out.get(size - 2) + 1 == first
                && !Nfa.isCall(first)) {
            int start = out.get(size - 3);
            out.truncate(size - 3);
            out.add(start);
        } else {
            out.add(first);
        }
        out.add(last);
        out.add(target);
    }
}
