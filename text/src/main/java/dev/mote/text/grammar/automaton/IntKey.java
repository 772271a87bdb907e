package dev.mote.text.grammar.automaton;

import java.util.Arrays;

/** Numbers as a key of a map. */
final class IntKey {
    final int[] values;
    private final int hash;

    /** Takes the array over. */
    IntKey(int[] values) {
        this.values = values;
        hash = Arrays.hashCode(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntKey key && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
