package dev.mote.text.grammar.automaton;

import org.jspecify.annotations.Nullable;

/**
 * Where a text stands in a grammar: every way in which it can be read so far. States that are equal
 * are, as a rule, the same object, so what is known of one can be kept by its identity.
 * Thread-safe; belongs to the {@link Automaton} that made it.
 */
public final class State {
    final int[] positions; // states of the program, each with its stack
    final @Nullable Frame[] stacks;
    final @Nullable State[] next; // by symbol of the alphabet, as far as known
    private final boolean accepting;

    State(int[] positions, @Nullable Frame[] stacks, boolean accepting, int symbols) {
        this.positions = positions;
        this.stacks = stacks;
        this.accepting = accepting;
        next = new State[positions.length == 0 ? 0 : symbols];
    }

    /** Whether the text may end here. */
    public boolean isAccepting() {
        return accepting;
    }

    /** Whether no byte may follow. */
    public boolean isComplete() {
        return positions.length == 0;
    }

    /** Whether the text cannot be continued to what the grammar allows. */
    public boolean isDead() {
        return !accepting && positions.length == 0;
    }
}
