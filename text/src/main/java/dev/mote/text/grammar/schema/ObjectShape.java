package dev.mote.text.grammar.schema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the schemas of a conjunction say about objects, together.
 *
 * @param nodes the schemas
 * @param names properties that some schema declares or requires, in the order met
 * @param required properties that must be there
 * @param patterns of names, of all schemas
 */
record ObjectShape(
        List<SchemaNode> nodes, Set<String> names, Set<String> required, List<String> patterns) {
    static ObjectShape of(Conjunction conjunction) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        Set<String> patterns = new LinkedHashSet<>();
        for (SchemaNode node : conjunction.nodes()) {
            node.spend(node.named("properties").size() + node.named("patternProperties").size());
            names.addAll(node.named("properties").keySet());
            required.addAll(node.texts("required"));
            patterns.addAll(node.named("patternProperties").keySet());
        }
        names.addAll(required);
        return new ObjectShape(conjunction.nodes(), names, required, List.copyOf(patterns));
    }

    /** What a property that is named must satisfy, patterns of names apart. */
    Conjunction declared(String name) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (SchemaNode node : nodes) {
            SchemaNode declared = node.named("properties").get(name);
            if (declared != null) {
                schemas.add(declared);
            } else if (node.named("patternProperties").isEmpty()) {
                node.schema("additionalProperties").ifPresent(schemas::add);
            }
        }
        return new Conjunction(schemas);
    }

    /**
     * What a property must satisfy.
     *
     * @param name declared or required, or null for any other
     * @param matched those of the patterns that its name matches
     */
    Conjunction property(@Nullable String name, Set<String> matched) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (SchemaNode node : nodes) {
            int before = schemas.size();
            node.spend(1 + node.named("patternProperties").size());
            SchemaNode declared = name == null ? null : node.named("properties").get(name);
            if (declared != null) {
                schemas.add(declared);
            }
            node.named("patternProperties")
                    .forEach((pattern, schema) -> {
                        if (matched.contains(pattern)) {
                            schemas.add(schema);
                        }
                    });
            if (schemas.size() == before) {
                node.schema("additionalProperties").ifPresent(schemas::add);
            }
        }
        return new Conjunction(schemas);
    }

    /** Whether a property must not be there; unknown counts as no. */
    boolean forbids(String name) {
        return declared(name).nodes().stream().anyMatch(SchemaNode::isNever);
    }

    /**
     * Whether properties beyond the declared ones are written: where some schema allows them, or
     * where none is declared at all. A schema that lists properties and says nothing of others
     * allows them too, but does not ask for them.
     */
    boolean isOpen() {
        boolean listed = nodes.stream().anyMatch(node -> node.has("properties"));
        boolean stated = nodes.stream().anyMatch(node -> node.has("additionalProperties"));
        return stated || (!listed && patterns.isEmpty());
    }
}
