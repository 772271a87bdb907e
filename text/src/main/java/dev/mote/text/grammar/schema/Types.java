package dev.mote.text.grammar.schema;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that a conjunction allows.
 *
 * @param kinds of values
 * @param wholeNumbers whether numbers must be integers
 */
record Types(Set<Kind> kinds, boolean wholeNumbers) {
    /** The kinds of JSON values. */
    enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT;

        /** The kind of a value that was parsed. */
        static Kind of(@Nullable Object value) {
            return switch (value) {
                case null -> NULL;
                case Boolean _ -> BOOLEAN;
                case BigDecimal _ -> NUMBER;
                case String _ -> STRING;
                case List<?> _ -> ARRAY;
                case Map<?, ?> _ -> OBJECT;
                default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
            };
        }
    }

    private static final Map<Kind, List<String>> KEYWORDS =
            Map.of(
                    Kind.NUMBER,
                    List.of(
                            "minimum",
                            "maximum",
                            "exclusiveMinimum",
                            "exclusiveMaximum",
                            "multipleOf"),
                    Kind.STRING,
                    List.of("minLength", "maxLength", "pattern", "format"),
                    Kind.ARRAY,
                    List.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
                    Kind.OBJECT,
                    List.of(
                            "properties",
                            "required",
                            "additionalProperties",
                            "patternProperties",
                            "propertyNames",
                            "minProperties",
                            "maxProperties"));

    /** What the schemas say themselves. */
    static Types stated(Conjunction conjunction) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        boolean whole = false;
        for (SchemaNode node : conjunction.nodes()) {
            if (node.has("type")) {
                List<String> names =
                        node.value("type") instanceof String name
                                ? List.of(name)
                                : node.texts("type");
                Set<Kind> allowed = EnumSet.noneOf(Kind.class);
                names.forEach(name -> allowed.add(kind(node, name)));
                kinds.retainAll(allowed);
                whole |= names.contains("integer") && !names.contains("number");
            }
        }
        return new Types(kinds, whole);
    }

    private static Kind kind(SchemaNode node, String name) {
        return switch (name) {
            case "null" -> Kind.NULL;
            case "boolean" -> Kind.BOOLEAN;
            case "integer", "number" -> Kind.NUMBER;
            case "string" -> Kind.STRING;
            case "array" -> Kind.ARRAY;
            case "object" -> Kind.OBJECT;
            default -> throw node.refusal("type", "names the unknown type '%s'".formatted(name));
        };
    }

    /**
     * What is written: a schema that states no type and whose other keywords are all about one kind
     * means that kind only, for nobody who lists properties wants a number.
     */
    static Types written(Conjunction conjunction) {
        Types stated = stated(conjunction);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(stated.kinds);
        for (SchemaNode node : conjunction.nodes()) {
            Set<Kind> meant = EnumSet.noneOf(Kind.class);
            KEYWORDS.forEach((kind, keywords) -> {
                if (keywords.stream().anyMatch(node::has)) {
                    meant.add(kind);
                }
            });
            if (!node.has("type") && meant.size() == 1) {
                kinds.retainAll(meant);
            }
        }
        return new Types(kinds, stated.wholeNumbers);
    }
}
