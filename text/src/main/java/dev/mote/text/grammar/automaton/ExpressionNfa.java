package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Choice;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.Expression.Sequence;
import dev.mote.text.vocabulary.Utf8;

/** Expressions as nondeterministic automata (Thompson, 1968), over bytes or over code points. */
public final class ExpressionNfa {
    private final Nfa nfa;
    private final boolean utf8;

    private ExpressionNfa(Nfa nfa, boolean utf8) {
        this.nfa = nfa;
        this.utf8 = utf8;
    }

    /** The automaton over bytes, references being calls. */
    static Dfa bytes(Expression expression, Effort effort) {
        Nfa nfa = new Nfa(effort);
        return Dfa.of(nfa, new ExpressionNfa(nfa, true).add(expression, 0), effort);
    }

    /** The automaton over code points of an expression without references. */
    public static Dfa characters(Expression expression, Effort effort) {
        Nfa nfa = new Nfa(effort);
        return Dfa.of(nfa, new ExpressionNfa(nfa, false).add(expression, 0), effort);
    }

    /** Adds an expression that begins at a state and returns the state where it ends. */
    private int add(Expression expression, int from) {
        return switch (expression) {
            case Characters characters -> {
                int to = nfa.addState();
                addCharacters(characters, from, to);
                yield to;
            }
            case Literal literal -> addLiteral(literal.text(), from);
            case Sequence sequence -> {
                int state = from;
                for (Expression part : sequence.parts()) {
                    state = add(part, state);
                }
                yield state;
            }
            case Choice choice -> {
                int to = nfa.addState();
                for (Expression alternative : choice.alternatives()) {
                    nfa.addSilentEdge(add(alternative, after(from)), to);
                }
                yield to;
            }
            case Repeat repeat -> addRepeat(repeat, from);
            case Reference reference -> {
                int to = nfa.addState();
                int symbol = Nfa.call(reference.rule());
                nfa.addEdge(from, symbol, symbol, to);
                yield to;
            }
            case Graph graph -> addGraph(graph, from);
        };
    }

    private void addCharacters(Characters characters, int from, int to) {
        if (utf8) {
            Utf8Ranges.add(nfa, characters.set(), from, to);
            return;
        }
        for (int range = 0; range < characters.set().rangeCount(); range++) {
            nfa.addEdge(from, characters.set().first(range), characters.set().last(range), to);
        }
    }

    private int addLiteral(String text, int from) {
        int state = from;
        if (utf8) {
            for (byte unit : Utf8.encode(text)) {
                int next = nfa.addState();
                nfa.addEdge(state, unit & 0xff, unit & 0xff, next);
                state = next;
            }
            return state;
        }
        for (int character : text.codePoints().toArray()) {
            int next = nfa.addState();
            nfa.addEdge(state, character, character, next);
            state = next;
        }
        return state;
    }

    /** A fresh state for every turn: loops must not share states with what is beside them. */
    private int addRepeat(Repeat repeat, int from) {
        int state = from;
        for (int turn = 0; turn < repeat.min(); turn++) {
            state = add(repeat.body(), after(state));
        }
        if (repeat.max() == Repeat.UNBOUNDED) {
            int loop = after(state);
            nfa.addSilentEdge(add(repeat.body(), after(loop)), loop);
            return after(loop);
        }
        int to = nfa.addState();
        for (int turn = repeat.min(); turn < repeat.max(); turn++) {
            nfa.addSilentEdge(state, to);
            state = add(repeat.body(), after(state));
        }
        nfa.addSilentEdge(state, to);
        return to;
    }

    private int addGraph(Graph graph, int from) {
        int[] states = new int[graph.states()];
        for (int i = 0; i < states.length; i++) {
            states[i] = nfa.addState();
        }
        nfa.addSilentEdge(from, states[0]);
        for (Edge edge : graph.edges()) {
            nfa.addSilentEdge(add(edge.label(), after(states[edge.from()])), states[edge.to()]);
        }
        int to = nfa.addState();
        graph.accepting().forEach(state -> nfa.addSilentEdge(states[state], to));
        return to;
    }

    /** A fresh state reached from another without reading. */
    private int after(int state) {
        int fresh = nfa.addState();
        nfa.addSilentEdge(state, fresh);
        return fresh;
    }
}
