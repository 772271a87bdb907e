package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.UnsupportedSchemaException;
import dev.mote.text.grammar.automaton.Effort;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema inside a document: {@code true}, {@code false} or an object, whose keywords are read
 * with their types checked. Two nodes are the same if they lie at the same place.
 */
final class SchemaNode {
    private static final int SCALE_MAX = 400;
    private static final int LENGTH_MAX = 65_535;
    private static final int NODE_STEPS = 20;

    private final String pointer;
    private final Map<?, ?> keywords;
    private final boolean never;
    private final Effort effort;
    private final Map<String, SchemaNode> single = new HashMap<>(2); // read already, by keyword
    private final Map<String, List<SchemaNode>> listed = new HashMap<>(2);
    private final Map<String, Map<String, SchemaNode>> named = new HashMap<>(2);

    private SchemaNode(String pointer, Map<?, ?> keywords, boolean never, Effort effort) {
        this.pointer = pointer;
        this.keywords = keywords;
        this.never = never;
        this.effort = effort;
        effort.step(NODE_STEPS + keywords.size() + pointer.length());
    }

    /**
     * Takes a value of a document for a schema.
     *
     * @param effort what the whole document may cost
     * @throws UnsupportedSchemaException if it is none, or has a keyword that is not supported
     */
    static SchemaNode of(String pointer, @Nullable Object value, Effort effort) {
        SchemaNode node =
                switch (value) {
                    case Boolean all -> new SchemaNode(pointer, Map.of(), !all, effort);
                    case Map<?, ?> map -> new SchemaNode(pointer, map, false, effort);
                    case null, default ->
                            throw new UnsupportedSchemaException(
                                    pointer, "", "a schema is an object, true or false");
                };
        Keywords.check(node);
        return node;
    }

    String pointer() {
        return pointer;
    }

    /** Whether this is {@code false}: nothing satisfies it. */
    boolean isNever() {
        return never;
    }

    /** The names of its keywords. */
    List<String> names() {
        return keywords.keySet().stream().map(String::valueOf).toList();
    }

    boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    @Nullable Object value(String keyword) {
        return keywords.get(keyword);
    }

    /** The schema that a keyword holds. */
    Optional<SchemaNode> schema(String keyword) {
        return has(keyword)
                ? Optional.of(
                        single.computeIfAbsent(
                                keyword, _ -> of(pointer + "/" + keyword, value(keyword), effort)))
                : Optional.empty();
    }

    /** The schemas in the list that a keyword holds. */
    List<SchemaNode> schemas(String keyword) {
        return has(keyword) ? listed.computeIfAbsent(keyword, this::readSchemas) : List.of();
    }

    private List<SchemaNode> readSchemas(String keyword) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (Object element : list(keyword)) {
            schemas.add(of(pointer + "/" + keyword + "/" + schemas.size(), element, effort));
        }
        return Collections.unmodifiableList(schemas);
    }

    /** The schemas by name in the object that a keyword holds. */
    Map<String, SchemaNode> named(String keyword) {
        return has(keyword) ? named.computeIfAbsent(keyword, this::readNamed) : Map.of();
    }

    private Map<String, SchemaNode> readNamed(String keyword) {
        if (!(value(keyword) instanceof Map<?, ?> map)) {
            throw refusal(keyword, "must be an object");
        }
        Map<String, SchemaNode> schemas = new LinkedHashMap<>();
        map.forEach((name, schema) -> {
            String key = String.valueOf(name);
            schemas.put(key, of(pointer + "/" + keyword + "/" + escape(key), schema, effort));
        });
        return Collections.unmodifiableMap(schemas);
    }

    /** The list that a keyword holds; empty without it. */
    List<?> list(String keyword) {
        if (!has(keyword)) {
            return List.of();
        }
        if (value(keyword) instanceof List<?> list) {
            return list;
        }
        throw refusal(keyword, "must be an array");
    }

    /** The texts in the list that a keyword holds. */
    List<String> texts(String keyword) {
        List<String> texts = new ArrayList<>();
        effort.step(list(keyword).size());
        for (Object element : list(keyword)) {
            if (!(element instanceof String text)) {
                throw refusal(keyword, "must be an array of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    Optional<String> text(String keyword) {
        if (!has(keyword)) {
            return Optional.empty();
        }
        if (value(keyword) instanceof String text) {
            return Optional.of(text);
        }
        throw refusal(keyword, "must be a string");
    }

    Optional<BigDecimal> number(String keyword) {
        if (!has(keyword)) {
            return Optional.empty();
        }
        if (!(value(keyword) instanceof BigDecimal number)) {
            throw refusal(keyword, "must be a number");
        }
        if (Math.abs((long) number.scale()) > SCALE_MAX || number.precision() > SCALE_MAX) {
            throw refusal(
                    keyword,
                    "has more than %d digits, more than can be enforced".formatted(SCALE_MAX));
        }
        return Optional.of(number);
    }

    /** A number of elements or characters. */
    Optional<Integer> count(String keyword) {
        return number(keyword)
                .map(number -> {
                    boolean whole = number.stripTrailingZeros().scale() <= 0;
                    if (!whole || number.signum() < 0) {
                        throw refusal(keyword, "must be a whole number of 0 or more");
                    }
                    if (keyword.startsWith("min")
                            && number.compareTo(BigDecimal.valueOf(LENGTH_MAX)) > 0) {
                        throw refusal(keyword, "above %d is not supported".formatted(LENGTH_MAX));
                    }
                    return number.min(BigDecimal.valueOf(Integer.MAX_VALUE - 1)).intValueExact();
                });
    }

    /** Counts steps taken on behalf of this schema. */
    void spend(int steps) {
        effort.step(steps);
    }

    UnsupportedSchemaException refusal(String keyword, String detail) {
        return new UnsupportedSchemaException(pointer, keyword, detail);
    }

    /** A name as a step of a JSON pointer (RFC 6901, section 3). */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchemaNode node && node.pointer.equals(pointer);
    }

    @Override
    public int hashCode() {
        return pointer.hashCode();
    }

    @Override
    public String toString() {
        return "#" + pointer;
    }
}
