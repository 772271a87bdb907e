package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.vocabulary.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/**
 * A grammar that reads UTF-8 byte by byte.
 *
 * <p>Each rule is a deterministic automaton over bytes and calls of rules; a call pushes the state
 * after it, except at the end of a rule, so that lists written by recursion need no stack. A {@link
 * State} is the set of all stacks a text can have led to (as in Tomita's parser, without sharing
 * their tops), and the states met and the ways between them are kept, which makes a deterministic
 * automaton grow where texts go. Whatever state is not dead can be completed, within {@link
 * dev.mote.text.grammar.GrammarLimits#DEPTH_MAX} frames as well: a way that would need more is not
 * entered.
 *
 * <p>Thread-safe. Memory is bounded: beyond some number of states all that is known is forgotten
 * and found again.
 */
public final class Automaton {
    private final List<Rule> names;
    private final Program compiled;
    private final Alphabet alphabet;
    private final StateTable table;
    private final long memoryBytes;

    private Automaton(List<Rule> names, Program compiled, BitSet allowed) {
        this.names = names;
        this.compiled = compiled;
        Program program = compiled.completable(allowed, names);
        alphabet = Alphabet.of(program);
        table = new StateTable(program, alphabet);
        memoryBytes = compiled.memoryBytes() + program.memoryBytes();
    }

    /**
     * Compiles a grammar.
     *
     * @throws dev.mote.text.grammar.GrammarTooComplexException if it needs too many states
     * @throws dev.mote.text.grammar.GrammarSyntaxException if a rule begins with itself
     * @throws dev.mote.text.grammar.ImpossibleGrammarException if no text satisfies it
     */
    public static Automaton of(Grammar grammar) {
        BitSet all = new BitSet();
        all.set(0, Alphabet.BYTES);
        return new Automaton(grammar.rules(), Program.of(grammar), all);
    }

    /**
     * The same grammar for writers that have only some bytes.
     *
     * @throws dev.mote.text.grammar.ImpossibleGrammarException if no text is left
     */
    public Automaton onlyWith(BitSet bytes) {
        return bytes.cardinality() == Alphabet.BYTES ? this : new Automaton(names, compiled, bytes);
    }

    /** The state of the empty text. */
    public State start() {
        return table.start();
    }

    /**
     * The state after one more byte, which may be {@linkplain State#isDead dead}.
     *
     * @throws dev.mote.text.grammar.GrammarTooComplexException if the text can be read in too many
     *     ways
     */
    public State next(State state, byte value) {
        return next(state, value, new StepBudget());
    }

    /**
     * The state after one more byte.
     *
     * @param budget what finding it may cost if nobody has been there
     * @throws dev.mote.text.grammar.GrammarTooComplexException if the text can be read in too many
     *     ways, or the budget is spent
     */
    public State next(State state, byte value, StepBudget budget) {
        if (state.next.length == 0) {
            return table.dead();
        }
        int symbol = alphabet.symbol(value);
        @Nullable State known = state.next[symbol];
        return known != null ? known : table.next(state, symbol, budget);
    }

    /** The state after more bytes, with a budget of its own for each. */
    public State next(State state, byte[] bytes) {
        State at = state;
        for (int i = 0; i < bytes.length && !at.isDead(); i++) {
            at = next(at, bytes[i]);
        }
        return at;
    }

    /** The state after more bytes. */
    public State next(State state, byte[] bytes, StepBudget budget) {
        State at = state;
        for (int i = 0; i < bytes.length && !at.isDead(); i++) {
            at = next(at, bytes[i], budget);
        }
        return at;
    }

    /** Memory that this holds on to, about. */
    public long memoryBytes() {
        return memoryBytes + table.memoryBytes();
    }

    /** Whether a whole text satisfies the grammar. */
    public boolean accepts(String text) {
        return next(start(), Utf8.encode(text)).isAccepting();
    }

    /**
     * How often all that was known has been forgotten; states made before are equal to none after.
     */
    public int generation() {
        return table.generation();
    }
}
