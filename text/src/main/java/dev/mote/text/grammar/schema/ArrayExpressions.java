package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.automaton.Effort;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Arrays: an automaton that counts elements as far as they are counted. */
final class ArrayExpressions {
    /** Longer arrays are allowed where nothing bounds them, but nobody counts so far. */
    private static final int COUNTED_MAX = 4096;

    private static final int ELEMENT_PARTS = 6;
    private static final int SCHEMA_STEPS = 10;

    private final JsonLayout layout;
    private final Effort effort;
    private final Function<Conjunction, Expression> values;

    ArrayExpressions(JsonLayout layout, Effort effort, Function<Conjunction, Expression> values) {
        this.layout = layout;
        this.effort = effort;
        this.values = values;
    }

    Expression array(Conjunction conjunction) {
        int prefix = 0;
        for (SchemaNode node : conjunction.nodes()) {
            prefix = Math.max(prefix, node.schemas("prefixItems").size());
        }
        int min = conjunction.largest(node -> node.count("minItems")).orElse(0);
        int counted = Math.max(min, COUNTED_MAX);
        int max =
                conjunction
                        .smallest(node -> node.count("maxItems"))
                        .map(most -> Math.min(most, counted))
                        .orElse(Integer.MAX_VALUE);
        if (prefix > 0 && !conjunction.has("items")) {
            max = Math.min(max, Math.max(prefix, min)); // what no schema describes is not written
        }
        for (SchemaNode node : conjunction.nodes()) {
            requireNoDistinctElements(node, max);
        }
        if (max < min) {
            return Expression.NEVER;
        }
        boolean endless = max == Integer.MAX_VALUE;
        int last = endless ? Math.max(Math.max(prefix, min), 1) : max;
        List<Edge> edges = new ArrayList<>();
        int closed = last + 1;
        for (int count = 0; count <= last; count++) {
            effort.parts(ELEMENT_PARTS);
            effort.step(SCHEMA_STEPS * (long) conjunction.nodes().size());
            if (count < last || endless) {
                Expression element = values.apply(element(conjunction, count));
                edges.add(
                        new Edge(
                                count,
                                count == 0 ? layout.first(element) : layout.next(element),
                                Math.min(count + 1, last)));
            }
            if (count >= min) {
                edges.add(new Edge(count, layout.close("]"), closed));
            }
        }
        Set<Integer> accepting = new HashSet<>(Set.of(closed));
        return Expression.sequence(new Literal("["), new Graph(last + 2, edges, accepting));
    }

    private static void requireNoDistinctElements(SchemaNode node, int max) {
        if (!node.has("uniqueItems")) {
            return;
        }
        if (!(node.value("uniqueItems") instanceof Boolean unique)) {
            throw node.refusal("uniqueItems", "must be true or false");
        }
        if (unique && max > 1) {
            throw node.refusal("uniqueItems", "cannot be enforced for more than one element");
        }
    }

    /** What the element behind {@code index} others must satisfy. */
    private static Conjunction element(Conjunction conjunction, int index) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (SchemaNode node : conjunction.nodes()) {
            List<SchemaNode> prefix = node.schemas("prefixItems");
            if (index < prefix.size()) {
                schemas.add(prefix.get(index));
            } else {
                node.schema("items").ifPresent(schemas::add);
            }
        }
        return new Conjunction(schemas);
    }
}
