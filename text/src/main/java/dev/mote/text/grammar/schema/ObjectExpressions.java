package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.automaton.Dfa;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.automaton.ExpressionNfa;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Objects: properties in the order declared, optional ones left out or not, others behind them.
 * Only as many properties are counted as bounds ask for; of other properties one counts as at least
 * one, for two could have the same name.
 */
final class ObjectExpressions {
    private static final int PATTERNS_MAX = 4;
    private static final int NAME_STEPS = 20;

    private final JsonLayout layout;
    private final RuleBook rules;
    private final StringExpressions strings;
    private final SchemaValues values;
    private final TextAutomata automata;
    private final Effort effort;
    private final Function<Conjunction, Expression> valueOf;
    private final Function<Conjunction, List<Conjunction>> flatten;

    ObjectExpressions(
            JsonLayout layout,
            RuleBook rules,
            StringExpressions strings,
            SchemaValues values,
            TextAutomata automata,
            Effort effort,
            Function<Conjunction, Expression> valueOf,
            Function<Conjunction, List<Conjunction>> flatten) {
        this.layout = layout;
        this.rules = rules;
        this.strings = strings;
        this.values = values;
        this.automata = automata;
        this.effort = effort;
        this.valueOf = valueOf;
        this.flatten = flatten;
    }

    Expression object(Conjunction conjunction) {
        ObjectShape shape = ObjectShape.of(conjunction);
        if (shape.patterns().size() > PATTERNS_MAX) {
            throw new GrammarTooComplexException(
                    "patterns of property names", shape.patterns().size(), PATTERNS_MAX);
        }
        List<Dfa> patterns = patterns(shape);
        Conjunction names = names(conjunction);
        List<ObjectGraph.Property> properties = new ArrayList<>();
        for (String name : shape.names()) {
            Set<String> matched = new HashSet<>();
            effort.step(NAME_STEPS + (long) patterns.size() * name.length());
            for (int i = 0; i < patterns.size(); i++) {
                if (patterns.get(i).accepts(name)) {
                    matched.add(shape.patterns().get(i));
                }
            }
            boolean required = shape.required().contains(name);
            if (!values.satisfies(name, names)) {
                if (required) {
                    return Expression.NEVER;
                }
                continue;
            }
            Conjunction value = shape.property(name, matched);
            properties.add(
                    new ObjectGraph.Property(pair(name, value, JsonLayout.string(name)), required));
        }
        List<Expression> others = others(shape, patterns, names);
        int min = conjunction.largest(node -> node.count("minProperties")).orElse(0);
        int max =
                conjunction.smallest(node -> node.count("maxProperties")).orElse(Integer.MAX_VALUE);
        int countable = properties.size() + (others.isEmpty() ? 0 : 1);
        if (min > countable && !others.isEmpty()) {
            for (SchemaNode node : conjunction.nodes()) {
                if (node.count("minProperties").orElse(0) > countable) {
                    throw node.refusal(
                            "minProperties",
                            "above %d cannot be enforced, for names that are not declared may repeat"
                                    .formatted(countable));
                }
            }
        }
        return new ObjectGraph(layout, properties, others, min, max).expression();
    }

    private static Conjunction names(Conjunction conjunction) {
        List<SchemaNode> schemas = new ArrayList<>();
        conjunction.nodes().forEach(node -> node.schema("propertyNames").ifPresent(schemas::add));
        return new Conjunction(schemas);
    }

    private List<Dfa> patterns(ObjectShape shape) {
        List<Dfa> patterns = new ArrayList<>();
        for (String pattern : shape.patterns()) {
            for (SchemaNode node : shape.nodes()) {
                if (node.named("patternProperties").containsKey(pattern)) {
                    patterns.add(automata.pattern(node, pattern));
                    break;
                }
            }
        }
        return patterns;
    }

    private Expression pair(Object key, Conjunction value, Expression name) {
        Expression content = valueOf.apply(value);
        return new Reference(
                rules.shared(List.of("pair", key, value.key()), () -> layout.pair(name, content)));
    }

    /** Pairs whose names are not declared, one for each set of patterns that a name can match. */
    private List<Expression> others(ObjectShape shape, List<Dfa> patterns, Conjunction names) {
        List<Expression> pairs = new ArrayList<>();
        boolean open = shape.isOpen();
        if (!open && patterns.isEmpty()) {
            return pairs;
        }
        boolean all = shape.names().isEmpty() && patterns.isEmpty() && names.nodes().isEmpty();
        if (all) {
            Conjunction value = shape.property(null, Set.of());
            pairs.add(pair("any name", value, layout.anyString()));
            return pairs;
        }
        Dfa free = free(shape, names);
        for (int choice = open ? 0 : 1; choice < 1 << patterns.size(); choice++) {
            Set<String> matched = new HashSet<>();
            Dfa name = free;
            for (int i = 0; i < patterns.size(); i++) {
                boolean matches = (choice >>> i & 1) != 0;
                if (matches) {
                    matched.add(shape.patterns().get(i));
                }
                Dfa pattern = patterns.get(i);
                name = name.intersect(matches ? pattern : pattern.complement(effort), effort);
            }
            Conjunction value = shape.property(null, matched);
            boolean forbidden = value.nodes().stream().anyMatch(SchemaNode::isNever);
            if (!forbidden && !name.isEmpty()) {
                Dfa key = name;
                Expression content = valueOf.apply(value);
                pairs.add(
                        new Reference(
                                rules.shared(
                                        new Object(),
                                        () -> layout.pair(strings.quoted(key), content))));
            }
        }
        return pairs;
    }

    /** Names that are not declared and satisfy what is said of names. */
    private Dfa free(ObjectShape shape, Conjunction names) {
        List<Expression> declared = new ArrayList<>();
        shape.names().forEach(name -> declared.add(new Literal(name)));
        Dfa free =
                ExpressionNfa.characters(new Expression.Choice(declared), effort)
                        .complement(effort);
        return names.nodes().isEmpty() ? free : free.intersect(allowed(names), effort);
    }

    private Dfa allowed(Conjunction names) {
        List<Expression> alternatives = new ArrayList<>();
        for (Conjunction flat : flatten.apply(names)) {
            if (!Types.stated(flat).kinds().contains(Types.Kind.STRING)) {
                continue;
            }
            var listed = values.listed(flat);
            if (listed.isPresent()) {
                for (Object value : listed.get()) {
                    if (value instanceof String text && values.satisfies(text, flat)) {
                        alternatives.add(new Literal(text));
                    }
                }
            } else {
                alternatives.add(Graphs.of(strings.allTexts(flat), Expression.Characters::new));
            }
        }
        return ExpressionNfa.characters(new Expression.Choice(alternatives), effort);
    }
}
