package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

import org.jspecify.annotations.Nullable;

/**
 * Where to go on when a rule is complete; stacks share their lower parts.
 *
 * @param state after the call
 * @param parent what is below, null at the bottom
 * @param id unique among the frames of an automaton, as long as it lives; 0 is the empty stack
 * @param depth frames from here to the bottom
 */
record Frame(int state, @Nullable Frame parent, long id, int depth) {
    private static final int STATE_BITS =
            Integer.SIZE - Integer.numberOfLeadingZeros(GrammarLimits.STATES_MAX);
    private static final long ID_MAX = (1L << (Long.SIZE - 1 - STATE_BITS)) - 1;

    /** Puts a frame on a stack. A million new ones a second would go on for a year. */
    static Frame on(@Nullable Frame parent, int state, long id) {
        if (id > ID_MAX) {
            throw new GrammarTooComplexException("stacks", id, ID_MAX);
        }
        return new Frame(state, parent, id, depthOf(parent) + 1);
    }

    /** A state and a stack as one number; no two pairs have the same. */
    static long key(int state, @Nullable Frame stack) {
        return (stack == null ? 0 : stack.id) << STATE_BITS | state;
    }

    static int depthOf(@Nullable Frame stack) {
        return stack == null ? 0 : stack.depth;
    }
}
