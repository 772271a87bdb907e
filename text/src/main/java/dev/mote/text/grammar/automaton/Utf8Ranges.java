package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.CodePoints;

/** Sets of characters as sequences of byte ranges (UTF-8, RFC 3629). */
final class Utf8Ranges {
    private static final int[] LAST_OF_LENGTH = {0x7f, 0x7ff, 0xffff, Character.MAX_CODE_POINT};
    private static final int BITS = 6; // of a character in each byte after the first

    private Utf8Ranges() {}

    /** Adds edges that read one character of the set. */
    static void add(Nfa nfa, CodePoints set, int from, int to) {
        for (int range = 0; range < set.rangeCount(); range++) {
            int first = set.first(range);
            for (int length = 1; length <= LAST_OF_LENGTH.length; length++) {
                int last = Math.min(set.last(range), LAST_OF_LENGTH[length - 1]);
                if (first <= last) {
                    split(nfa, first, last, length, from, to);
                    first = last + 1;
                }
            }
        }
    }

    /** Cuts a range until its bytes vary independently of each other. */
    private static void split(Nfa nfa, int first, int last, int length, int from, int to) {
        for (int bytes = 1; bytes < length; bytes++) {
            int mask = (1 << (BITS * bytes)) - 1;
            if ((first & ~mask) != (last & ~mask)) {
                if ((first & mask) != 0) {
                    split(nfa, first, first | mask, length, from, to);
                    split(nfa, (first | mask) + 1, last, length, from, to);
                    return;
                }
                if ((last & mask) != mask) {
                    split(nfa, first, (last & ~mask) - 1, length, from, to);
                    split(nfa, last & ~mask, last, length, from, to);
                    return;
                }
            }
        }
        int state = from;
        for (int index = 0; index < length; index++) {
            int next = index == length - 1 ? to : nfa.addState();
            nfa.addEdge(state, unit(first, length, index), unit(last, length, index), next);
            state = next;
        }
    }

    /** One byte of a character's encoding. */
    private static int unit(int character, int length, int index) {
        int bits = character >>> (BITS * (length - 1 - index));
        if (index > 0) {
            return 0x80 | (bits & 0x3f);
        }
        return length == 1 ? bits : (0xf00 >>> length & 0xff) | bits;
    }
}
