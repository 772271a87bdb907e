package dev.mote.text.grammar.schema;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Schemas that must hold together. Without any, everything is valid.
 *
 * @param nodes in the order in which they were met
 */
record Conjunction(List<SchemaNode> nodes) {
    static final Conjunction ANYTHING = new Conjunction(List.of());

    /** Leaves out what is twice. */
    Conjunction {
        nodes = List.copyOf(new LinkedHashSet<>(nodes));
    }

    static Conjunction of(SchemaNode node) {
        return new Conjunction(List.of(node));
    }

    /** The same for the same schemas in another order. */
    Set<String> key() {
        return nodes.stream().map(SchemaNode::pointer).collect(Collectors.toSet());
    }

    boolean has(String keyword) {
        return nodes.stream().anyMatch(node -> node.has(keyword));
    }

    /** The largest of what the schemas say, or nothing. */
    <T extends Comparable<T>> Optional<T> largest(Function<SchemaNode, Optional<T>> of) {
        return nodes.stream().map(of).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** The smallest of what the schemas say, or nothing. */
    <T extends Comparable<T>> Optional<T> smallest(Function<SchemaNode, Optional<T>> of) {
        return nodes.stream().map(of).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
