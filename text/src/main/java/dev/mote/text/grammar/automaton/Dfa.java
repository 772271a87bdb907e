package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.CodePoints;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A deterministic finite automaton over ranges of symbols. State 0 is the first; a symbol without
 * an edge is refused. Immutable and thread-safe.
 */
public final class Dfa {
    private static final int EDGE = 3;

    private final int[][] edges; // per state: first, last, target, ascending
    private final BitSet accepting;

    Dfa(List<int[]> edges, BitSet accepting) {
        this.edges = edges.toArray(new int[0][]);
        this.accepting = accepting;
    }

    /**
     * Makes an automaton deterministic and as small as it can be, if it is of ordinary size.
     *
     * @param accept the state of {@code nfa} where it ends
     */
    public static Dfa of(Nfa nfa, int accept, Effort effort) {
        return Minimizer.minimize(Determinizer.determinize(nfa, accept, effort), effort);
    }

    /** Number of states. */
    public int states() {
        return edges.length;
    }

    /** Whether a text may end in a state. */
    public boolean isAccepting(int state) {
        return accepting.get(state);
    }

    /** Number of edges of a state. */
    public int edgeCount(int state) {
        return edges[state].length / EDGE;
    }

    /** First symbol of an edge. */
    public int first(int state, int edge) {
        return edges[state][EDGE * edge];
    }

    /** Last symbol of an edge. */
    public int last(int state, int edge) {
        return edges[state][EDGE * edge + 1];
    }

    /** Where an edge leads. */
    public int target(int state, int edge) {
        return edges[state][EDGE * edge + 2];
    }

    /** The state after a symbol, or -1. */
    public int next(int state, int symbol) {
        int[] row = edges[state];
        int from = 0;
        int to = row.length / EDGE;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (symbol > row[EDGE * middle + 1]) {
                from = middle + 1;
            } else if (symbol < row[EDGE * middle]) {
                to = middle;
            } else {
                return row[EDGE * middle + 2];
            }
        }
        return -1;
    }

    /** Whether a text is accepted by an automaton over code points. */
    public boolean accepts(String text) {
        int state = 0;
        for (int at = 0; at < text.length() && state >= 0; ) {
            int character = text.codePointAt(at);
            state = next(state, character);
            at += Character.charCount(character);
        }
        return state >= 0 && accepting.get(state);
    }

    /** Whether nothing is accepted. */
    public boolean isEmpty() {
        return !live().get(0);
    }

    /** What both automata over code points accept. */
    public Dfa intersect(Dfa other, Effort effort) {
        Map<Long, Integer> known = new HashMap<>();
        List<Long> pairs = new ArrayList<>();
        List<int[]> rows = new ArrayList<>();
        BitSet ends = new BitSet();
        pair(0, 0, known, pairs, effort);
        for (int state = 0; state < pairs.size(); state++) {
            int left = (int) (pairs.get(state) >>> Integer.SIZE);
            int right = pairs.get(state).intValue();
            ends.set(state, accepting.get(left) && other.accepting.get(right));
            List<Integer> row = new ArrayList<>();
            for (int i = 0, j = 0; i < edgeCount(left) && j < other.edgeCount(right); ) {
                int first = Math.max(first(left, i), other.first(right, j));
                int last = Math.min(last(left, i), other.last(right, j));
                if (first <= last) {
                    row.add(first);
                    row.add(last);
                    row.add(pair(target(left, i), other.target(right, j), known, pairs, effort));
                }
                if (last(left, i) < other.last(right, j)) {
                    i++;
                } else {
                    j++;
                }
            }
            effort.step(edgeCount(left) + other.edgeCount(right));
            effort.edges(row.size() / EDGE);
            rows.add(row.stream().mapToInt(Integer::intValue).toArray());
        }
        return Minimizer.minimize(new Dfa(rows, ends).trimmed(), effort);
    }

    private static int pair(
            int left, int right, Map<Long, Integer> known, List<Long> pairs, Effort effort) {
        long pair = (long) left << Integer.SIZE | right;
        Integer state = known.get(pair);
        if (state == null) {
            effort.state();
            state = pairs.size();
            known.put(pair, state);
            pairs.add(pair);
        }
        return state;
    }

    /** Every text that this automaton over code points does not accept. */
    public Dfa complement(Effort effort) {
        int sink = edges.length;
        List<int[]> rows = new ArrayList<>();
        BitSet ends = new BitSet();
        for (int state = 0; state <= sink; state++) {
            effort.state();
            List<Integer> row = new ArrayList<>();
            for (int range = 0; range < CodePoints.ALL.rangeCount(); range++) {
                int next = CodePoints.ALL.first(range);
                int end = CodePoints.ALL.last(range);
                for (int edge = 0; state < sink && edge < edgeCount(state); edge++) {
                    int first = Math.max(next, first(state, edge));
                    int last = Math.min(end, last(state, edge));
                    if (first > last) {
                        continue;
                    }
                    if (first > next) {
                        row.addAll(List.of(next, first - 1, sink));
                    }
                    row.addAll(List.of(first, last, target(state, edge)));
                    next = last + 1;
                }
                if (next <= end) {
                    row.addAll(List.of(next, end, sink));
                }
            }
            effort.step(row.size());
            effort.edges(row.size() / EDGE);
            rows.add(row.stream().mapToInt(Integer::intValue).toArray());
            ends.set(state, state == sink || !accepting.get(state));
        }
        return Minimizer.minimize(new Dfa(rows, ends).trimmed(), effort);
    }

    /** Without edges from which no end can be reached. */
    private Dfa trimmed() {
        BitSet live = live();
        return filtered(live::get);
    }

    private Dfa filtered(IntPredicate keep) {
        List<int[]> rows = new ArrayList<>();
        for (int[] row : edges) {
            int size = 0;
            int[] kept = new int[row.length];
            for (int i = 0; i < row.length; i += EDGE) {
                if (keep.test(row[i + 2])) {
                    System.arraycopy(row, i, kept, size, EDGE);
                    size += EDGE;
                }
            }
            rows.add(java.util.Arrays.copyOf(kept, size));
        }
        return new Dfa(rows, accepting);
    }

    /** The states from which an end can be reached. */
    private BitSet live() {
        List<List<Integer>> sources = new ArrayList<>();
        for (int state = 0; state < edges.length; state++) {
            sources.add(new ArrayList<>());
        }
        for (int state = 0; state < edges.length; state++) {
            for (int edge = 0; edge < edgeCount(state); edge++) {
                sources.get(target(state, edge)).add(state);
            }
        }
        BitSet live = (BitSet) accepting.clone();
        List<Integer> pending = new ArrayList<>(accepting.stream().boxed().toList());
        while (!pending.isEmpty()) {
            for (int source : sources.get(pending.removeLast())) {
                if (!live.get(source)) {
                    live.set(source);
                    pending.add(source);
                }
            }
        }
        return live;
    }
}
