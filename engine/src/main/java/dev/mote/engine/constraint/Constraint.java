package dev.mote.engine.constraint;

import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.gbnf.Gbnf;
import dev.mote.text.grammar.regex.Regex;
import dev.mote.text.grammar.schema.JsonSchema;

import java.util.List;
import java.util.Set;

/**
 * What an answer must look like. A value: equal constraints are compiled once.
 *
 * <p>A constraint is enforced or refused, never followed half: what cannot be enforced ends in a
 * {@link dev.mote.text.grammar.GrammarException} before the first token. An answer that ends for
 * another reason than its constraint (length, stop string, cancellation) may be incomplete; its
 * {@link dev.mote.engine.FinishReason} says so.
 */
public sealed interface Constraint {
    /** Anything may be written. */
    record None() implements Constraint {}

    /**
     * The whole answer matches a regular expression.
     *
     * @param pattern in the form of {@link Regex}
     */
    record Expression(String pattern) implements Constraint {}

    /**
     * The answer is one of some texts.
     *
     * @param texts at least one
     */
    record Choices(List<String> texts) implements Constraint {
        /** Copies the list. */
        public Choices {
            texts = List.copyOf(texts);
        }
    }

    /**
     * The answer is what a grammar in GBNF or EBNF says.
     *
     * @param text in the form of {@link Gbnf}
     */
    record GrammarText(String text) implements Constraint {}

    /**
     * The answer is JSON that a schema allows.
     *
     * @param schema in the form of {@link JsonSchema}
     */
    record Json(String schema) implements Constraint {}

    /**
     * The answer is what a grammar made by a program says.
     *
     * @param grammar the grammar
     * @param marks control tokens that it may contain: they stand for the text of their piece
     */
    record Custom(Grammar grammar, Set<Integer> marks) implements Constraint {
        /** Copies the set. */
        public Custom {
            marks = Set.copyOf(marks);
        }
    }

    /** Anything may be written. */
    static Constraint none() {
        return new None();
    }

    /** The whole answer matches a regular expression. */
    static Constraint regex(String pattern) {
        return new Expression(pattern);
    }

    /** The answer is one of some texts. */
    static Constraint choices(List<String> texts) {
        return new Choices(texts);
    }

    /** The answer is what a grammar in GBNF or EBNF says. */
    static Constraint grammar(String text) {
        return new GrammarText(text);
    }

    /** The answer is JSON that a schema allows (JSON Schema, draft 2020-12). */
    static Constraint jsonSchema(String schema) {
        return new Json(schema);
    }

    /** The answer is what a grammar made by a program says. */
    static Constraint grammar(Grammar grammar) {
        return new Custom(grammar, Set.of());
    }

    /**
     * As {@link #grammar(Grammar)}, and control tokens may be part of it.
     *
     * @param marks ids of control tokens that stand for the text of their piece; those that end an
     *     answer never do
     */
    static Constraint grammar(Grammar grammar, Set<Integer> marks) {
        return new Custom(grammar, marks);
    }

    /**
     * The constraint as a grammar.
     *
     * @throws dev.mote.text.grammar.GrammarException if it is malformed or cannot be enforced
     */
    default Grammar toGrammar() {
        return switch (this) {
            case None _ -> throw new IllegalStateException("no constraint has no grammar");
            case Expression regex -> Grammar.of(Regex.whole(regex.pattern()));
            case Choices choices -> Grammar.choices(choices.texts());
            case GrammarText grammar -> Gbnf.parse(grammar.text());
            case Json json -> JsonSchema.parse(json.schema());
            case Custom custom -> custom.grammar();
        };
    }
}
