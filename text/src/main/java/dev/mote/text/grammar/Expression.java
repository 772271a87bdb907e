package dev.mote.text.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a part of a text may be. Immutable. */
public sealed interface Expression {
    /** Nothing at all: the empty text. */
    Expression EMPTY = new Sequence(List.of());

    /** No text, not even the empty one. */
    Expression NEVER = new Choice(List.of());

    /**
     * One character.
     *
     * @param set which
     */
    record Characters(CodePoints set) implements Expression {}

    /**
     * Exactly this text.
     *
     * @param text without lone surrogates
     */
    record Literal(String text) implements Expression {}

    /**
     * One after the other.
     *
     * @param parts none for the empty text
     */
    record Sequence(List<Expression> parts) implements Expression {
        /** Copies the list. */
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /**
     * One of them.
     *
     * @param alternatives none for no text at all
     */
    record Choice(List<Expression> alternatives) implements Expression {
        /** Copies the list. */
        public Choice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * Again and again.
     *
     * @param body what is repeated
     * @param min fewest times
     * @param max most times, or {@link #UNBOUNDED}
     */
    record Repeat(Expression body, int min, int max) implements Expression {
        /** As often as one likes. */
        public static final int UNBOUNDED = -1;

        /** Checks the numbers. */
        public Repeat {
            if (min < 0 || (max != UNBOUNDED && max < min)) {
                throw new IllegalArgumentException("repetition {%d,%d}".formatted(min, max));
            }
        }
    }

    /**
     * What a rule of the grammar says.
     *
     * @param rule its index
     */
    record Reference(int rule) implements Expression {}

    /**
     * A finite automaton whose edges are expressions; it begins in state 0.
     *
     * @param states how many
     * @param edges between them
     * @param accepting where it may end
     */
    record Graph(int states, List<Edge> edges, Set<Integer> accepting) implements Expression {
        /** Copies the lists. */
        public Graph {
            edges = List.copyOf(edges);
            accepting = Set.copyOf(accepting);
        }
    }

    /**
     * An edge of a {@link Graph}.
     *
     * @param from state
     * @param label what is read on the way
     * @param to state
     */
    record Edge(int from, Expression label, int to) {}

    /** One after the other. */
    static Expression sequence(Expression... parts) {
        return new Sequence(Arrays.asList(parts));
    }

    /** One of them. */
    static Expression choice(Expression... alternatives) {
        return new Choice(Arrays.asList(alternatives));
    }

    /** Once or not at all. */
    static Expression optional(Expression body) {
        return new Repeat(body, 0, 1);
    }

    /** Any number of times. */
    static Expression many(Expression body) {
        return new Repeat(body, 0, Repeat.UNBOUNDED);
    }

    /** One of the characters of a text. */
    static Expression anyOf(String characters) {
        return new Characters(CodePoints.of(characters));
    }

    /** One character from a range. */
    static Expression range(int first, int last) {
        return new Characters(CodePoints.range(first, last));
    }
}
