package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;

import org.jspecify.annotations.Nullable;

/**
 * Characters that JSON strings hold as they are: all but quotes, backslashes and controls. Most
 * tokens consist of them, and most of what is written inside texts is indifferent to which of them
 * comes; there, one look at the characters decides about all those tokens at once. (XGrammar,
 * arXiv:2411.15100, section 3.1, sorts tokens into those that depend on the context and those that
 * do not, for each state; this is one set for all states, and each state is asked whether it
 * applies.)
 */
final class PlainText {
    /** Longer tokens are looked at one by one. */
    static final int CHARACTERS_MAX = 16;

    private static final int SPACE = 0x20;
    private static final int TILDE = 0x7e;

    /** First and last byte, byte by byte, of characters beyond ASCII (RFC 3629, section 4). */
    private static final int[][] SEQUENCES = {
        {0xc2, 0xdf, 0x80, 0xbf},
        {0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf},
        {0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf},
        {0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf},
        {0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf},
        {0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
        {0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
        {0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf},
    };

    private PlainText() {}

    /** Whether a token's text consists of few enough of these characters, all of them whole. */
    static boolean isMadeOf(byte[] text) {
        int characters = 0;
        for (int at = 0; at < text.length; characters++) {
            int length = lengthAt(text, at);
            if (length == 0 || characters == CHARACTERS_MAX) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the plain character at an index, or 0. */
    private static int lengthAt(byte[] text, int at) {
        int first = text[at] & 0xff;
        if (first <= TILDE) {
            return isPlain(first) ? 1 : 0;
        }
        for (int[] sequence : SEQUENCES) {
            int length = sequence.length / 2;
            int matched = 0;
            while (matched < length && at + matched < text.length) {
                int unit = text[at + matched] & 0xff;
                if (unit < sequence[2 * matched] || unit > sequence[2 * matched + 1]) {
                    break;
                }
                matched++;
            }
            if (matched == length) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isPlain(int ascii) {
        return ascii >= SPACE && ascii != '"' && ascii != '\\';
    }

    /** Whether after a state any text of so many of these characters may come. */
    static boolean mayFollow(Automaton automaton, State state, StepBudget budget) {
        State at = state;
        for (int i = 0; i < CHARACTERS_MAX; i++) {
            @Nullable State next = afterAny(automaton, at, budget);
            if (next == null) {
                return false;
            }
            if (next == at) {
                return true;
            }
            at = next;
        }
        return true;
    }

    /** The state after one character, if it is alive and the same whichever character that is. */
    private static @Nullable State afterAny(Automaton automaton, State state, StepBudget budget) {
        State common = automaton.next(state, (byte) SPACE, budget);
        if (common.isDead()) {
            return null;
        }
        for (int value = SPACE; value <= TILDE; value++) {
            if (isPlain(value) && automaton.next(state, (byte) value, budget) != common) {
                return null;
            }
        }
        for (int[] sequence : SEQUENCES) {
            @Nullable State at = state;
            for (int i = 0; i < sequence.length && at != null; i += 2) {
                at = afterAny(automaton, at, sequence[i], sequence[i + 1], budget);
            }
            if (at != common) {
                return null;
            }
        }
        return common;
    }

    private static @Nullable State afterAny(
            Automaton automaton, State state, int first, int last, StepBudget budget) {
        State common = automaton.next(state, (byte) first, budget);
        for (int value = first + 1; value <= last; value++) {
            if (automaton.next(state, (byte) value, budget) != common) {
                return null;
            }
        }
        return common;
    }
}
