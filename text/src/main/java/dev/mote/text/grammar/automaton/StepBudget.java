package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

/**
 * What following one answer may still cost: ways through the grammar that nobody has gone before.
 * An answer begins with savings that go down with each mask and up with each token, so that a
 * grammar may be hard in places but not everywhere. Not thread-safe.
 */
public final class StepBudget {
    private long saved = GrammarLimits.ANSWER_STEPS_MAX;
    private long left = GrammarLimits.MASK_STEPS_MAX;

    /** Nothing spent yet. */
    public StepBudget() {}

    /** Another token is to be chosen. */
    public void nextMask() {
        saved = Math.min(saved + GrammarLimits.STEPS_PER_TOKEN, GrammarLimits.ANSWER_STEPS_MAX);
        left = Math.min(saved, GrammarLimits.MASK_STEPS_MAX);
    }

    /** Counts elementary steps. */
    void spend(int steps) {
        saved -= steps;
        left -= steps;
        if (left < 0) {
            throw new GrammarTooComplexException(
                    "steps to find what may come next",
                    GrammarLimits.MASK_STEPS_MAX - left,
                    GrammarLimits.MASK_STEPS_MAX);
        }
    }
}
