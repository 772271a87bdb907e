package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

/** What making the automata of one grammar has cost so far, kept within limits. */
public final class Effort {
    private long steps;
    private int looseStates;
    private int states;

    /** Nothing spent yet. */
    public Effort() {}

    /** Counts elementary steps. */
    void step(int count) {
        steps += count;
        if (steps > GrammarLimits.STEPS_MAX) {
            throw new GrammarTooComplexException(
                    "steps to compile", steps, GrammarLimits.STEPS_MAX);
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
}
