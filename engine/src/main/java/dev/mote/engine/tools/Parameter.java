package dev.mote.engine.tools;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One argument of a tool, for forms that write each on its own.
 *
 * @param name of it
 * @param schema of its value, with the definitions that it may refer to
 * @param required whether every call has it
 */
record Parameter(String name, Map<String, @Nullable Object> schema, boolean required) {
    /** What a schema may say of the object of arguments as a whole in these forms. */
    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "title",
                    "description",
                    "$schema",
                    "$defs",
                    "definitions");

    /**
     * The arguments of a tool, in the order of its schema.
     *
     * @throws ToolException if the schema says more than can be enforced one by one
     */
    static List<Parameter> of(Tool tool) {
        Map<String, @Nullable Object> root = tool.parameters();
        for (String keyword : root.keySet()) {
            if (!KNOWN.contains(keyword)) {
                throw GrammarRules.unsupported(
                        tool,
                        "'%s' of the arguments as a whole cannot be enforced for this model"
                                .formatted(keyword));
            }
        }
        Set<?> required = root.get("required") instanceof List<?> l ? new HashSet<>(l) : Set.of();
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<String, Map<String, @Nullable Object>> each : schemas(tool).entrySet()) {
            String name = each.getKey();
            parameters.add(new Parameter(name, each.getValue(), required.contains(name)));
        }
        if (parameters.stream().filter(Parameter::required).count() < required.size()) {
            throw GrammarRules.unsupported(tool, "'required' names what 'properties' does not");
        }
        return parameters;
    }

    /** The schemas of a tool's arguments by name; whatever is no schema is left out. */
    static Map<String, Map<String, @Nullable Object>> schemas(Tool tool) {
        Map<String, Map<String, @Nullable Object>> schemas = new LinkedHashMap<>();
        if (tool.parameters().get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> {
                if (value instanceof Map<?, ?> map) {
                    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
                    map.forEach((key, entry) -> schema.put(String.valueOf(key), entry));
                    for (String definitions : List.of("$defs", "definitions")) {
                        Object shared = tool.parameters().get(definitions);
                        if (shared != null) {
                            schema.putIfAbsent(definitions, shared);
                        }
                    }
                    schemas.put(String.valueOf(name), schema);
                }
            });
        }
        return schemas;
    }

    /** The schema of an argument of a tool among others, if it is known. */
    static @Nullable Map<String, @Nullable Object> schema(
            List<Tool> tools, String tool, String name) {
        Optional<Tool> found = tools.stream().filter(t -> t.name().equals(tool)).findFirst();
        return found.map(t -> schemas(t).get(name)).orElse(null);
    }

    /** The indices of those that every call has. */
    static Set<Integer> required(List<Parameter> parameters) {
        Set<Integer> required = new HashSet<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).required) {
                required.add(i);
            }
        }
        return required;
    }

    /** The strings that it may be, if the schema lists them; empty for any. */
    List<String> texts(Tool tool) {
        for (String keyword : List.of("pattern", "minLength", "maxLength", "format")) {
            if (schema.containsKey(keyword)) {
                throw GrammarRules.unsupported(
                        tool,
                        "'%s' of '%s' cannot be enforced for this model, which writes strings without quotes"
                                .formatted(keyword, name));
            }
        }
        if (schema.get("const") instanceof String only) {
            return List.of(only);
        }
        return schema.get("enum") instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }
}
