package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

/**
 * What reading one grammar, or making its automata, has cost so far, kept within limits. Whatever
 * works on a grammar from outside counts here, so that no part of it can take its time unseen. Not
 * thread-safe.
 */
public final class Effort {
    private long steps;
    private long parts;
    private int looseStates;
    private int states;
    private int edges;

    /** Nothing spent yet. */
    public Effort() {}

    /** Counts elementary steps, of about 30 nanoseconds each. */
    public void step(long count) {
        steps += count;
        if (steps > GrammarLimits.STEPS_MAX) {
            throw new GrammarTooComplexException(
                    "steps to compile", steps, GrammarLimits.STEPS_MAX);
        }
    }

    /** Counts parts of expressions: before they are made, where they can be many. */
    public void parts(long count) {
        parts += count;
        if (parts > GrammarLimits.PARTS_MAX) {
            throw new GrammarTooComplexException(
                    "parts of expressions", parts, GrammarLimits.PARTS_MAX);
        }
    }

    /** Counts a state of a nondeterministic automaton. */
    void looseState() {
        if (++looseStates > GrammarLimits.NONDETERMINISTIC_STATES_MAX) {
            throw new GrammarTooComplexException(
                    "nondeterministic states",
                    looseStates,
                    GrammarLimits.NONDETERMINISTIC_STATES_MAX);
        }
    }

    /** Counts a state of a deterministic automaton. */
    void state() {
        if (++states > GrammarLimits.STATES_MAX) {
            throw new GrammarTooComplexException("states", states, GrammarLimits.STATES_MAX);
        }
    }

    /** Counts edges of a state of a deterministic automaton. */
    void edges(int count) {
        edges += count;
        if (edges > GrammarLimits.EDGES_MAX) {
            throw new GrammarTooComplexException(
                    "edges between states", edges, GrammarLimits.EDGES_MAX);
        }
    }
}
