package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.automaton.Effort;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves what schemas say in place ({@code $ref allOf anyOf oneOf}) into alternatives, each a
 * conjunction of schemas of which only the other keywords count: their disjunctive normal form.
 */
final class Flattening {
    private static final int ALTERNATIVES_MAX = 1000;
    private static final int NODES_MAX = 1000;
    private static final int BRANCHES_MAX = 20_000;
    private static final int PLACE_STEPS = 10;

    private final SchemaDocument document;
    private final @Nullable Disjointness disjointness;
    private final Effort effort;
    private final List<Conjunction> alternatives = new ArrayList<>();
    private int branches;

    private Flattening(
            SchemaDocument document, @Nullable Disjointness disjointness, Effort effort) {
        this.document = document;
        this.disjointness = disjointness;
        this.effort = effort;
    }

    /** A schema to be looked at, and through which it was reached in place. */
    private record Pending(SchemaNode node, @Nullable Pending from) {
        boolean wasAt(SchemaNode other) {
            for (Pending step = this; step != null; step = step.from) {
                if (step.node.equals(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The alternatives; none if nothing is valid.
     *
     * @param disjointness asked whether those of {@code oneOf} exclude each other; without it they
     *     are taken as those of {@code anyOf}, which allows no less
     */
    static List<Conjunction> of(
            Conjunction conjunction,
            SchemaDocument document,
            @Nullable Disjointness disjointness,
            Effort effort) {
        Flattening flattening = new Flattening(document, disjointness, effort);
        List<Pending> pending = new ArrayList<>();
        conjunction.nodes().forEach(node -> pending.add(new Pending(node, null)));
        flattening.expand(pending, new LinkedHashMap<>(), 0);
        return flattening.alternatives;
    }

    private void expand(List<Pending> pending, Map<String, SchemaNode> done, int from) {
        if (++branches > BRANCHES_MAX) {
            throw new GrammarTooComplexException(
                    "combinations of alternatives", branches, BRANCHES_MAX);
        }
        effort.step(PLACE_STEPS + (long) pending.size() + done.size());
        for (int i = from; i < pending.size(); i++) {
            effort.step(1);
            if (pending.size() > NODES_MAX) {
                throw new GrammarTooComplexException("schemas in one place", i, NODES_MAX);
            }
            Pending entry = pending.get(i);
            SchemaNode node = entry.node();
            if (node.isNever()) {
                return;
            }
            if (done.put(node.pointer(), node) != null) {
                continue;
            }
            if (node.has("$ref")) {
                SchemaNode target = document.target(node);
                effort.step(pending.size()); // no chain is longer
                if (entry.wasAt(target)) {
                    throw node.refusal("$ref", "leads back to itself");
                }
                pending.add(new Pending(target, entry));
            }
            nonEmpty(node, "allOf").forEach(part -> pending.add(new Pending(part, entry)));
            List<SchemaNode> anyOf = nonEmpty(node, "anyOf");
            List<SchemaNode> oneOf = nonEmpty(node, "oneOf");
            if (!oneOf.isEmpty() && disjointness != null) {
                disjointness.require(node, oneOf);
            }
            if (!anyOf.isEmpty() || !oneOf.isEmpty()) {
                branch(pending, done, i + 1, entry, anyOf, oneOf);
                return;
            }
        }
        alternatives.add(new Conjunction(new ArrayList<>(done.values())));
        if (alternatives.size() > ALTERNATIVES_MAX) {
            throw new GrammarTooComplexException(
                    "alternatives of a schema", alternatives.size(), ALTERNATIVES_MAX);
        }
    }

    private static List<SchemaNode> nonEmpty(SchemaNode node, String keyword) {
        List<SchemaNode> schemas = node.schemas(keyword);
        if (node.has(keyword) && schemas.isEmpty()) {
            throw node.refusal(keyword, "must not be empty");
        }
        return schemas;
    }

    private void branch(
            List<Pending> pending,
            Map<String, SchemaNode> done,
            int from,
            Pending entry,
            List<SchemaNode> anyOf,
            List<SchemaNode> oneOf) {
        List<SchemaNode> first = anyOf.isEmpty() ? oneOf : anyOf;
        List<SchemaNode> second = anyOf.isEmpty() ? anyOf : oneOf;
        for (SchemaNode one : first) {
            if (second.isEmpty()) {
                continueWith(pending, done, from, entry, List.of(one));
            }
            for (SchemaNode other : second) {
                continueWith(pending, done, from, entry, List.of(one, other));
            }
        }
    }

    private void continueWith(
            List<Pending> pending,
            Map<String, SchemaNode> done,
            int from,
            Pending entry,
            List<SchemaNode> chosen) {
        List<Pending> longer = new ArrayList<>(pending);
        chosen.forEach(node -> longer.add(new Pending(node, entry)));
        expand(longer, new LinkedHashMap<>(done), from);
    }
}
