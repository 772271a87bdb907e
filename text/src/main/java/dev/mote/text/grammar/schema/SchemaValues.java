package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.schema.Types.Kind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks values that schemas list against what else schemas say: a small validator. */
final class SchemaValues {
    private static final int DEPTH_MAX = 200;

    private static final int EVALUATION_STEPS = 40;

    private final SchemaDocument document;
    private final Effort effort;
    private final TextAutomata automata;
    private int depth;

    SchemaValues(SchemaDocument document, TextAutomata automata, Effort effort) {
        this.document = document;
        this.automata = automata;
        this.effort = effort;
    }

    /** The values of the first schema that lists some. */
    Optional<List<?>> listed(Conjunction conjunction) {
        for (SchemaNode node : conjunction.nodes()) {
            if (node.has("const")) {
                List<@Nullable Object> one = new ArrayList<>();
                one.add(node.value("const"));
                return Optional.of(one);
            }
            if (node.has("enum")) {
                return Optional.of(node.list("enum"));
            }
        }
        return Optional.empty();
    }

    /** Whether a value is valid. */
    boolean satisfies(@Nullable Object value, Conjunction conjunction) {
        return conjunction.nodes().stream().allMatch(node -> satisfies(value, node));
    }

    private boolean satisfies(@Nullable Object value, SchemaNode node) {
        if (node.isNever()) {
            return false;
        }
        if (++depth > DEPTH_MAX) {
            throw node.refusal("$ref", "leads too deep");
        }
        effort.step(EVALUATION_STEPS);
        boolean valid =
                isListed(value, node)
                        && hasType(value, node)
                        && satisfiesOwnKind(value, Conjunction.of(node))
                        && (!node.has("$ref") || satisfies(value, document.target(node)))
                        && node.schemas("allOf").stream().allMatch(s -> satisfies(value, s))
                        && satisfiesSome(value, node);
        depth--;
        return valid;
    }

    private boolean satisfiesSome(@Nullable Object value, SchemaNode node) {
        boolean any =
                !node.has("anyOf")
                        || node.schemas("anyOf").stream().anyMatch(s -> satisfies(value, s));
        return any
                && (!node.has("oneOf")
                        || node.schemas("oneOf").stream().filter(s -> satisfies(value, s)).count()
                                == 1);
    }

    private boolean isListed(@Nullable Object value, SchemaNode node) {
        boolean isConstant = !node.has("const") || isEqual(value, node.value("const"));
        return isConstant
                && (!node.has("enum")
                        || node.list("enum").stream().anyMatch(v -> isEqual(value, v)));
    }

    private static boolean hasType(@Nullable Object value, SchemaNode node) {
        Types types = Types.stated(Conjunction.of(node));
        boolean whole =
                !(value instanceof BigDecimal number) || number.stripTrailingZeros().scale() <= 0;
        return types.kinds().contains(Kind.of(value)) && (whole || !types.wholeNumbers());
    }

    private boolean satisfiesOwnKind(@Nullable Object value, Conjunction one) {
        SchemaNode node = one.nodes().getFirst();
        return switch (value) {
            case null -> true;
            case BigDecimal number -> NumberBounds.of(one).allows(number);
            case String text -> isText(text, node);
            case List<?> list -> isArray(list, node);
            case Map<?, ?> map -> isObject(map, node);
            default -> true;
        };
    }

    private boolean isText(String text, SchemaNode node) {
        effort.step(text.length());
        int length = text.codePointCount(0, text.length());
        return length >= node.count("minLength").orElse(0)
                && length <= node.count("maxLength").orElse(Integer.MAX_VALUE)
                && node.text("pattern").map(p -> automata.matches(node, p, text)).orElse(true)
                && node.text("format").map(f -> automata.hasFormat(node, f, text)).orElse(true);
    }

    private boolean isArray(List<?> list, SchemaNode node) {
        List<SchemaNode> prefix = node.schemas("prefixItems");
        Optional<SchemaNode> rest = node.schema("items");
        for (int i = 0; i < list.size(); i++) {
            Optional<SchemaNode> schema = i < prefix.size() ? Optional.of(prefix.get(i)) : rest;
            if (schema.isPresent() && !satisfies(list.get(i), schema.get())) {
                return false;
            }
        }
        return list.size() >= node.count("minItems").orElse(0)
                && list.size() <= node.count("maxItems").orElse(Integer.MAX_VALUE)
                && (!Boolean.TRUE.equals(node.value("uniqueItems")) || areDistinct(list));
    }

    private boolean areDistinct(List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isEqual(list.get(i), list.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isObject(Map<?, ?> map, SchemaNode node) {
        ObjectShape shape = ObjectShape.of(Conjunction.of(node));
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Set<String> matched = new HashSet<>();
            for (String pattern : shape.patterns()) {
                if (automata.matches(node, pattern, name)) {
                    matched.add(pattern);
                }
            }
            if (!satisfies(entry.getValue(), shape.property(name, matched))
                    || !node.schema("propertyNames").map(s -> satisfies(name, s)).orElse(true)) {
                return false;
            }
        }
        return map.size() >= node.count("minProperties").orElse(0)
                && map.size() <= node.count("maxProperties").orElse(Integer.MAX_VALUE)
                && shape.required().stream().allMatch(map::containsKey);
    }

    /** Equality of JSON values: numbers by value, objects whatever their order. */
    private boolean isEqual(@Nullable Object one, @Nullable Object other) {
        effort.step(1);
        if (one instanceof String left && other instanceof String) {
            effort.step(left.length() / 8);
        }
        if (one instanceof BigDecimal left && other instanceof BigDecimal right) {
            return left.compareTo(right) == 0;
        }
        if (one instanceof List<?> left && other instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!isEqual(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            effort.step(left.size());
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream()
                            .allMatch(key -> isEqual(left.get(key), right.get(key)));
        }
        return one == null ? other == null : one.equals(other);
    }
}
