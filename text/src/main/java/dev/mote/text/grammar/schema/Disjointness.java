package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.schema.Types.Kind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Proves that no value satisfies two schemas at once, so that {@code oneOf} means {@code anyOf}. It
 * looks at types, at values listed, at bounds and, in objects, at properties that both require.
 */
final class Disjointness {
    private static final int DEPTH_MAX = 4;
    private static final int PAIR_STEPS = 150;

    private final SchemaDocument document;
    private final SchemaValues values;
    private final Effort effort;
    private final Set<SchemaNode> proven = new HashSet<>();

    Disjointness(SchemaDocument document, SchemaValues values, Effort effort) {
        this.document = document;
        this.values = values;
        this.effort = effort;
    }

    /** Refuses a {@code oneOf} unless its schemas exclude each other. */
    void require(SchemaNode node, List<SchemaNode> schemas) {
        if (proven.contains(node)) {
            return;
        }
        List<List<Conjunction>> alternatives = new ArrayList<>();
        for (SchemaNode schema : schemas) {
            alternatives.add(flatten(Conjunction.of(schema)));
        }
        for (int i = 0; i < schemas.size(); i++) {
            for (int j = i + 1; j < schemas.size(); j++) {
                if (!areApart(alternatives.get(i), alternatives.get(j), 0)) {
                    throw node.refusal(
                            "oneOf",
                            "may hold twice: alternatives %d and %d do not exclude each other; use anyOf, or require a property with different constants"
                                    .formatted(i, j));
                }
            }
        }
        proven.add(node);
    }

    /** An inner oneOf may count as anyOf here: what more it allows is apart as well, or refused. */
    private List<Conjunction> flatten(Conjunction conjunction) {
        return Flattening.of(conjunction, document, null, effort);
    }

    private boolean areApart(List<Conjunction> left, List<Conjunction> right, int depth) {
        return left.stream().allMatch(l -> right.stream().allMatch(r -> flatApart(l, r, depth)));
    }

    private boolean flatApart(Conjunction one, Conjunction other, int depth) {
        effort.step(PAIR_STEPS * (one.nodes().size() + other.nodes().size() + 1L));
        if (listsNoneOf(one, other) || listsNoneOf(other, one)) {
            return true;
        }
        for (Kind kind : Kind.values()) {
            if (!meet(one, other, kind) && !meet(other, one, kind)) {
                continue;
            }
            boolean apart =
                    switch (kind) {
                        case NULL, BOOLEAN -> false;
                        case NUMBER -> NumberBounds.of(one).isDisjointFrom(NumberBounds.of(other));
                        case STRING -> lengthsApart(one, other, "minLength", "maxLength");
                        case ARRAY -> lengthsApart(one, other, "minItems", "maxItems");
                        case OBJECT -> objectsApart(one, other, depth);
                    };
            if (!apart) {
                return false;
            }
        }
        return true;
    }

    /** Whether values of a kind are written for one schema and allowed by the other. */
    private static boolean meet(Conjunction one, Conjunction other, Kind kind) {
        return Types.written(one).kinds().contains(kind)
                && Types.stated(other).kinds().contains(kind);
    }

    /** Whether one lists its values and none of them satisfies both. */
    private boolean listsNoneOf(Conjunction one, Conjunction other) {
        return values.listed(one)
                .map(list ->
                        list.stream()
                                .noneMatch(value ->
                                        values.satisfies(value, one)
                                                && values.satisfies(value, other)))
                .orElse(false);
    }

    private static boolean lengthsApart(
            Conjunction one, Conjunction other, String min, String max) {
        return isLonger(one, other, min, max) || isLonger(other, one, min, max);
    }

    private static boolean isLonger(Conjunction one, Conjunction other, String min, String max) {
        int least = one.largest(node -> node.count(min)).orElse(0);
        return least > other.smallest(node -> node.count(max)).orElse(Integer.MAX_VALUE);
    }

    private boolean objectsApart(Conjunction one, Conjunction other, int depth) {
        if (depth == DEPTH_MAX) {
            return false;
        }
        ObjectShape left = ObjectShape.of(one);
        ObjectShape right = ObjectShape.of(other);
        for (String name : left.required()) {
            if (right.forbids(name)
                    || (right.required().contains(name)
                            && areApart(
                                    flatten(left.declared(name)),
                                    flatten(right.declared(name)),
                                    depth + 1))) {
                return true;
            }
        }
        return right.required().stream().anyMatch(left::forbids);
    }
}
