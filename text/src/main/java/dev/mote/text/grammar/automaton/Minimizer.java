package dev.mote.text.grammar.automaton;

import dev.mote.text.vocabulary.IntSequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins states that accept the same texts, by refining classes until none splits (Moore, 1956).
 * Large automata stay as they are: refining takes a round for each state of a chain.
 */
final class Minimizer {
    private static final int STATES_MAX = 1500;

    private Minimizer() {}

    static Dfa minimize(Dfa dfa, Effort effort) {
        if (dfa.states() > STATES_MAX) {
            return dfa;
        }
        int[] classes = new int[dfa.states()];
        int count = 1;
        for (int state = 0; state < classes.length; state++) {
            classes[state] = dfa.isAccepting(state) == dfa.isAccepting(0) ? 0 : 1;
            count = Math.max(count, classes[state] + 1);
        }
        while (true) {
            int[] refined = new int[classes.length];
            Map<IntKey, Integer> known = new HashMap<>();
            for (int state = 0; state < classes.length; state++) {
                IntKey row = new IntKey(row(dfa, state, classes, true));
                effort.step(row.values.length);
                refined[state] = known.computeIfAbsent(row, _ -> known.size());
            }
            boolean stable = known.size() == count;
            count = known.size();
            classes = refined;
            if (stable) {
                return joined(dfa, classes, count);
            }
        }
    }

    private static Dfa joined(Dfa dfa, int[] classes, int count) {
        int[][] rows = new int[count][];
        BitSet accepting = new BitSet();
        for (int state = 0; state < classes.length; state++) {
            if (rows[classes[state]] == null) {
                rows[classes[state]] = row(dfa, state, classes, false);
                accepting.set(classes[state], dfa.isAccepting(state));
            }
        }
        List<int[]> edges = new ArrayList<>(Arrays.asList(rows));
        return new Dfa(edges, accepting);
    }

    /** A state's edges to classes, neighbours joined; for comparing, its own class before them. */
    private static int[] row(Dfa dfa, int state, int[] classes, boolean withClass) {
        IntSequence row = new IntSequence(1 + 3 * dfa.edgeCount(state));
        if (withClass) {
            row.add(classes[state]);
        }
        int start = row.size();
        for (int edge = 0; edge < dfa.edgeCount(state); edge++) {
            int first = dfa.first(state, edge);
            int target = classes[dfa.target(state, edge)];
            int size = row.size();
            if (size > start
                    && row.get(size - 1) == target
                    && row.get(size - 2) + 1 == first
                    && !Nfa.isCall(first)) {
                first = row.get(size - 3);
                row.truncate(size - 3);
            }
            row.add(first);
            row.add(dfa.last(state, edge));
            row.add(target);
        }
        return row.toArray();
    }
}
