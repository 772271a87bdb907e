package dev.mote.text.grammar.automaton;

import java.util.Arrays;

/**
 * A nondeterministic finite automaton whose edges carry ranges of symbols: bytes, or code points,
 * and {@linkplain #call calls} of rules. State 0 is the first. Not thread-safe.
 */
public final class Nfa {
    private static final int CALL_FIRST = 0x20_0000;
    private static final int SILENT = -1;

    private final Effort effort;
    private int[] firstEdge = new int[16];
    private int[] nextEdge = new int[16];
    private int[] low = new int[16];
    private int[] high = new int[16];
    private int[] target = new int[16];
    private int states;
    private int edges;

    /** An automaton with state 0 and nothing else. */
    public Nfa(Effort effort) {
        this.effort = effort;
        addState();
    }

    /** The symbol of a call of a rule. */
    static int call(int rule) {
        return CALL_FIRST + rule;
    }

    /** Whether a symbol is a call. */
    static boolean isCall(int symbol) {
        return symbol >= CALL_FIRST;
    }

    /** The rule that a symbol calls. */
    static int rule(int symbol) {
        return symbol - CALL_FIRST;
    }

    /** Adds a state. */
    public int addState() {
        effort.looseState();
        if (states == firstEdge.length) {
            firstEdge = Arrays.copyOf(firstEdge, states * 2);
        }
        firstEdge[states] = -1;
        return states++;
    }

    /** Adds an edge that reads one symbol of a range. */
    public void addEdge(int from, int first, int last, int to) {
        if (edges == low.length) {
            nextEdge = Arrays.copyOf(nextEdge, edges * 2);
            low = Arrays.copyOf(low, edges * 2);
            high = Arrays.copyOf(high, edges * 2);
            target = Arrays.copyOf(target, edges * 2);
        }
        effort.step(1);
        low[edges] = first;
        high[edges] = last;
        target[edges] = to;
        nextEdge[edges] = firstEdge[from];
        firstEdge[from] = edges++;
    }

    /** Adds an edge that reads nothing. */
    public void addSilentEdge(int from, int to) {
        addEdge(from, SILENT, SILENT, to);
    }

    int states() {
        return states;
    }

    /** An edge of a state, or -1. */
    int firstEdge(int state) {
        return firstEdge[state];
    }

    /** The edge after an edge, or -1. */
    int nextEdge(int edge) {
        return nextEdge[edge];
    }

    boolean isSilent(int edge) {
        return low[edge] == SILENT;
    }

    int low(int edge) {
        return low[edge];
    }

    int high(int edge) {
        return high[edge];
    }

    int target(int edge) {
        return target[edge];
    }
}
