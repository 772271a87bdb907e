package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.ImpossibleGrammarException;

import java.util.BitSet;
import java.util.List;

/**
 * The automata of all rules, numbered together, over bytes and calls.
 *
 * <p>Only what can be completed is left: from every state that is reached, some text of allowed
 * bytes leads to the end of the rule. That is why no answer can come to a dead end. Immutable.
 */
final class Program {
    private static final int STATE_BYTES = 48; // two arrays and what refers to them

    private final int[][] bytes; // per state: first, last, target, ascending
    private final int[][] calls; // per state: rule, target
    private final BitSet accepting;
    private final int[] starts;
    private int[] stackNeeds = {};

    private Program(int[][] bytes, int[][] calls, BitSet accepting, int[] starts) {
        this.bytes = bytes;
        this.calls = calls;
        this.accepting = accepting;
        this.starts = starts;
    }

    /**
     * Compiles a grammar.
     *
     * @throws GrammarTooComplexException if that takes too much
     */
    static Program of(Grammar grammar) {
        List<Rule> rules = grammar.rules();
        if (rules.size() > GrammarLimits.RULES_MAX) {
            throw new GrammarTooComplexException("rules", rules.size(), GrammarLimits.RULES_MAX);
        }
        Effort effort = new Effort();
        Dfa[] automata = new Dfa[rules.size()];
        int[] starts = new int[rules.size()];
        int states = 0;
        for (int rule = 0; rule < automata.length; rule++) {
            automata[rule] = ExpressionNfa.bytes(rules.get(rule).body(), effort);
            starts[rule] = states;
            states += automata[rule].states();
        }
        int[][] bytes = new int[states][];
        int[][] calls = new int[states][];
        BitSet accepting = new BitSet();
        for (int rule = 0; rule < automata.length; rule++) {
            Dfa dfa = automata[rule];
            for (int state = 0; state < dfa.states(); state++) {
                int number = starts[rule] + state;
                bytes[number] = byteEdges(dfa, state, starts[rule]);
                calls[number] = calls(dfa, state, starts[rule]);
                accepting.set(number, dfa.isAccepting(state));
            }
        }
        return new Program(bytes, calls, accepting, starts);
    }

    private static int[] byteEdges(Dfa dfa, int state, int offset) {
        int count = 0;
        while (count < dfa.edgeCount(state) && !Nfa.isCall(dfa.first(state, count))) {
            count++;
        }
        int[] edges = new int[3 * count];
        for (int i = 0; i < count; i++) {
            edges[3 * i] = dfa.first(state, i);
            edges[3 * i + 1] = dfa.last(state, i);
            edges[3 * i + 2] = offset + dfa.target(state, i);
        }
        return edges;
    }

    private static int[] calls(Dfa dfa, int state, int offset) {
        int from = 0;
        while (from < dfa.edgeCount(state) && !Nfa.isCall(dfa.first(state, from))) {
            from++;
        }
        int[] edges = new int[2 * (dfa.edgeCount(state) - from)];
        for (int i = from; i < dfa.edgeCount(state); i++) {
            edges[2 * (i - from)] = Nfa.rule(dfa.first(state, i));
            edges[2 * (i - from) + 1] = offset + dfa.target(state, i);
        }
        return edges;
    }

    /**
     * What can be written with some bytes only.
     *
     * @param names of the rules, for messages
     * @throws ImpossibleGrammarException if no text is left, or a rule begins with itself
     */
    Program completable(BitSet allowed, List<Rule> names) {
        Program restricted = new Program(restrict(allowed), calls, accepting, starts);
        BitSet live = Liveness.completable(restricted);
        if (!live.get(starts[0])) {
            throw new ImpossibleGrammarException(
                    "no text satisfies the grammar with the bytes that the vocabulary can write");
        }
        int[][] keptBytes = new int[bytes.length][];
        int[][] keptCalls = new int[bytes.length][];
        for (int state = 0; state < bytes.length; state++) {
            keptBytes[state] = kept(restricted.bytes[state], 3, live);
            keptCalls[state] = keptCalls(calls[state], live);
        }
        Program program = new Program(keptBytes, keptCalls, accepting, starts);
        LeftRecursion.refuse(program, names);
        program.stackNeeds = StackNeeds.of(program);
        if (program.stackNeed(starts[0]) > GrammarLimits.DEPTH_MAX) {
            throw new GrammarTooComplexException(
                    "calls of rules inside each other for any text",
                    GrammarLimits.DEPTH_MAX + 1L,
                    GrammarLimits.DEPTH_MAX);
        }
        return program;
    }

    private int[][] restrict(BitSet allowed) {
        if (allowed.cardinality() == Alphabet.BYTES) {
            return bytes;
        }
        int[][] result = new int[bytes.length][];
        for (int state = 0; state < bytes.length; state++) {
            int[] row = bytes[state];
            java.util.stream.IntStream.Builder out = java.util.stream.IntStream.builder();
            for (int i = 0; i < row.length; i += 3) {
                for (int from = allowed.nextSetBit(row[i]); from >= 0 && from <= row[i + 1]; ) {
                    int to = Math.min(allowed.nextClearBit(from) - 1, row[i + 1]);
                    out.add(from);
                    out.add(to);
                    out.add(row[i + 2]);
                    from = allowed.nextSetBit(to + 1);
                }
            }
            result[state] = out.build().toArray();
        }
        return result;
    }

    private int[] keptCalls(int[] row, BitSet live) {
        int[] kept = new int[row.length];
        int size = 0;
        for (int i = 0; i < row.length; i += 2) {
            if (live.get(starts[row[i]]) && live.get(row[i + 1])) {
                kept[size++] = row[i];
                kept[size++] = row[i + 1];
            }
        }
        return size == row.length ? row : java.util.Arrays.copyOf(kept, size);
    }

    private static int[] kept(int[] row, int width, BitSet live) {
        int[] kept = new int[row.length];
        int size = 0;
        for (int i = 0; i < row.length; i += width) {
            if (live.get(row[i + width - 1])) {
                System.arraycopy(row, i, kept, size, width);
                size += width;
            }
        }
        return size == row.length ? row : java.util.Arrays.copyOf(kept, size);
    }

    /** How many frames completing a rule takes at least from a state; of what is completable. */
    int stackNeed(int state) {
        return stackNeeds[state];
    }

    /** Memory taken, about. */
    long memoryBytes() {
        long size = (long) STATE_BYTES * bytes.length;
        for (int state = 0; state < bytes.length; state++) {
            size += Integer.BYTES * ((long) bytes[state].length + calls[state].length);
        }
        return size;
    }

    int states() {
        return bytes.length;
    }

    int rules() {
        return starts.length;
    }

    /** First state of a rule. */
    int start(int rule) {
        return starts[rule];
    }

    boolean isAccepting(int state) {
        return accepting.get(state);
    }

    /** Whether nothing is left to do in a state but to return. */
    boolean onlyReturns(int state) {
        return accepting.get(state) && bytes[state].length == 0 && calls[state].length == 0;
    }

    /** First byte, last byte, target; not to be changed. */
    int[] bytes(int state) {
        return bytes[state];
    }

    /** Rule called, state after it; not to be changed. */
    int[] calls(int state) {
        return calls[state];
    }

    /** The state after a byte, or -1. */
    int next(int state, int value) {
        int[] row = bytes[state];
        for (int i = 0; i < row.length && row[i] <= value; i += 3) {
            if (value <= row[i + 1]) {
                return row[i + 2];
            }
        }
        return -1;
    }
}
