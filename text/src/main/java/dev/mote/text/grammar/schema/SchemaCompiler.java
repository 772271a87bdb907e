package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.schema.Types.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schema as a grammar. Each conjunction of schemas that a value must satisfy becomes one rule;
 * there are only finitely many, so recursion in the schema becomes recursion of rules.
 */
final class SchemaCompiler {
    private final Effort effort;
    private final RuleBook rules;
    private final JsonLayout layout;
    private final SchemaDocument document;
    private final SchemaValues values;
    private final Disjointness disjointness;
    private final StringExpressions strings;
    private final ArrayExpressions arrays;
    private final ObjectExpressions objects;

    SchemaCompiler(SchemaDocument document, Effort effort) {
        this.document = document;
        this.effort = effort;
        rules = new RuleBook(effort);
        layout = new JsonLayout(rules);
        TextAutomata automata = new TextAutomata(effort);
        values = new SchemaValues(document, automata, effort);
        disjointness = new Disjointness(document, values, effort);
        strings = new StringExpressions(rules, automata, effort);
        arrays = new ArrayExpressions(layout, effort, this::value);
        objects =
                new ObjectExpressions(
                        layout,
                        rules,
                        strings,
                        values,
                        automata,
                        effort,
                        this::value,
                        this::flatten);
    }

    Grammar compile() {
        value(Conjunction.of(document.root()));
        return rules.grammar();
    }

    private List<Conjunction> flatten(Conjunction conjunction) {
        return Flattening.of(conjunction, document, disjointness, effort);
    }

    /** The rule of the values that satisfy a conjunction. */
    private Expression value(Conjunction conjunction) {
        return new Reference(
                rules.shared(
                        conjunction.key(),
                        () -> {
                            List<Expression> alternatives = new ArrayList<>();
                            for (Conjunction flat : flatten(conjunction)) {
                                alternatives.add(flatValue(flat));
                            }
                            return new Expression.Choice(alternatives);
                        }));
    }

    private Expression flatValue(Conjunction flat) {
        Optional<List<?>> listed = values.listed(flat);
        if (listed.isPresent()) {
            List<Expression> constants = new ArrayList<>();
            for (Object value : listed.get()) {
                if (values.satisfies(value, flat)) {
                    constants.add(layout.constant(value));
                }
            }
            return new Expression.Choice(constants);
        }
        Types types = Types.written(flat);
        List<Expression> kinds = new ArrayList<>();
        for (Kind kind : types.kinds()) {
            kinds.add(kind(kind, flat, types.wholeNumbers()));
        }
        return new Expression.Choice(kinds);
    }

    private Expression kind(Kind kind, Conjunction flat, boolean whole) {
        return switch (kind) {
            case NULL -> new Literal("null");
            case BOOLEAN -> Expression.choice(new Literal("true"), new Literal("false"));
            case NUMBER -> number(flat, whole);
            case STRING -> strings.string(flat);
            case ARRAY -> arrays.array(flat);
            case OBJECT -> objects.object(flat);
        };
    }

    private Expression number(Conjunction flat, boolean whole) {
        NumberBounds bounds = NumberBounds.of(flat);
        for (SchemaNode node : flat.nodes()) {
            bounds = node.text("format").map(Formats::bounds).orElse(NumberBounds.FREE).and(bounds);
        }
        NumberBounds all = bounds;
        if (all.isFree()) {
            return new Reference(
                    rules.shared(
                            whole ? "integer" : "number", () -> NumberExpressions.free(whole)));
        }
        SchemaNode place = flat.nodes().getFirst();
        return new Reference(
                rules.shared(
                        List.of("number", all, whole),
                        () -> NumberExpressions.within(all, whole, effort, place)));
    }
}
