package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.automaton.Dfa;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.automaton.ExpressionNfa;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Strings within lengths that match patterns and formats: automata over the characters meant. */
final class StringExpressions {
    /** Sets that are written in so few ways that a rule of their own would not pay. */
    private static final int SMALL_RANGES = 2;

    /** Longer strings are allowed where nothing bounds them, but nobody counts so far. */
    private static final int LENGTH_MAX = 8192;

    private final RuleBook rules;
    private final TextAutomata automata;
    private final Effort effort;

    StringExpressions(RuleBook rules, TextAutomata automata, Effort effort) {
        this.rules = rules;
        this.automata = automata;
        this.effort = effort;
    }

    /** A JSON string whose text a conjunction allows. */
    Expression string(Conjunction conjunction) {
        @Nullable Dfa texts = texts(conjunction);
        if (texts != null) {
            return quoted(texts);
        }
        int min = conjunction.largest(node -> node.count("minLength")).orElse(0);
        int max = max(conjunction);
        Expression any = character(CodePoints.ALL);
        return max != Repeat.UNBOUNDED && max < min
                ? Expression.NEVER
                : quoted(new Repeat(any, min, max));
    }

    private static int max(Conjunction conjunction) {
        int min = conjunction.largest(node -> node.count("minLength")).orElse(0);
        return conjunction
                .smallest(node -> node.count("maxLength"))
                .map(max -> Math.min(max, Math.max(min, LENGTH_MAX)))
                .orElse(Repeat.UNBOUNDED);
    }

    /** A JSON string whose text an automaton over code points accepts. */
    Expression quoted(Dfa texts) {
        return quoted(Graphs.of(texts, this::character));
    }

    private static Expression quoted(Expression content) {
        return Expression.sequence(new Literal("\""), content, new Literal("\""));
    }

    private Expression character(CodePoints set) {
        boolean single = set.rangeCount() == 1 && set.first(0) == set.last(0);
        boolean ascii = set.rangeCount() <= SMALL_RANGES && set.last(set.rangeCount() - 1) < 0x80;
        if (single && ascii) {
            return new Literal(JsonCharacters.text(Character.toString(set.first(0))));
        }
        return new Reference(rules.shared(set, () -> JsonCharacters.any(set)));
    }

    /** The texts that a conjunction allows, or null if only their lengths are bounded. */
    @Nullable Dfa texts(Conjunction conjunction) {
        @Nullable Dfa texts = null;
        for (SchemaNode node : conjunction.nodes()) {
            Optional<String> pattern = node.text("pattern");
            if (pattern.isPresent()) {
                texts = both(texts, automata.pattern(node, pattern.get()));
            }
            Optional<String> format = node.text("format");
            if (format.isPresent()) {
                Optional<Dfa> meant = automata.format(node, format.get());
                if (meant.isPresent()) {
                    texts = both(texts, meant.get());
                }
            }
        }
        if (texts != null && (conjunction.has("minLength") || conjunction.has("maxLength"))) {
            texts = both(texts, lengths(conjunction));
        }
        return texts;
    }

    /** The texts that a conjunction allows, whatever bounds them. */
    Dfa allTexts(Conjunction conjunction) {
        @Nullable Dfa texts = texts(conjunction);
        return texts != null ? texts : lengths(conjunction);
    }

    private Dfa lengths(Conjunction conjunction) {
        int min = conjunction.largest(node -> node.count("minLength")).orElse(0);
        int max = max(conjunction);
        Expression any = new Characters(CodePoints.ALL);
        return ExpressionNfa.characters(
                max != Repeat.UNBOUNDED && max < min ? Expression.NEVER : new Repeat(any, min, max),
                effort);
    }

    private Dfa both(@Nullable Dfa one, Dfa other) {
        return one == null ? other : one.intersect(other, effort);
    }
}
