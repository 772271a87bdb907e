package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.automaton.Effort;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole schema and the places inside it that references name. */
final class SchemaDocument {
    private static final Set<String> NO_SCHEMAS = Set.of("enum", "const", "examples", "default");

    private final @Nullable Object document;
    private final SchemaNode root;
    private final Effort effort;
    private final Map<String, String> anchors = new HashMap<>();
    private final Map<String, SchemaNode> targets = new HashMap<>(); // by reference

    SchemaDocument(@Nullable Object document, Effort effort) {
        this.document = document;
        this.effort = effort;
        root = SchemaNode.of("", document, effort);
        collectAnchors(new ArrayList<>(), document);
    }

    SchemaNode root() {
        return root;
    }

    /** The schema that {@code $ref} of a node names. */
    SchemaNode target(SchemaNode node) {
        String reference = node.text("$ref").orElseThrow();
        SchemaNode known = targets.get(reference);
        if (known == null) {
            known = find(node, reference);
            targets.put(reference, known);
        }
        return known;
    }

    private SchemaNode find(SchemaNode node, String reference) {
        String id = root.text("$id").orElse("");
        String fragment;
        if (reference.startsWith("#")) {
            fragment = reference.substring(1);
        } else if (!id.isEmpty() && reference.startsWith(id.replaceFirst("#$", ""))) {
            String rest = reference.substring(id.replaceFirst("#$", "").length());
            fragment = rest.startsWith("#") ? rest.substring(1) : rest;
            if (!rest.isEmpty() && !rest.startsWith("#")) {
                throw node.refusal("$ref", "'%s' is outside the document".formatted(reference));
            }
        } else {
            throw node.refusal("$ref", "'%s' is outside the document".formatted(reference));
        }
        String place = decode(fragment);
        if (!place.isEmpty() && !place.startsWith("/")) {
            String anchor = anchors.get(place);
            if (anchor == null) {
                throw node.refusal("$ref", "'%s' names no anchor".formatted(reference));
            }
            place = anchor;
        }
        return at(node, reference, place);
    }

    private SchemaNode at(SchemaNode node, String reference, String place) {
        @Nullable Object value = document;
        String pointer = "";
        for (String step : place.isEmpty() ? List.<String>of() : steps(place)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (value instanceof Map<?, ?> map && map.containsKey(name)) {
                value = map.get(name);
            } else if (value instanceof List<?> list
                    && name.matches("0|[1-9][0-9]{0,8}")
                    && Integer.parseInt(name) < list.size()) {
                value = list.get(Integer.parseInt(name));
            } else {
                throw node.refusal("$ref", "'%s' names no place".formatted(reference));
            }
            pointer += "/" + SchemaNode.escape(name);
        }
        return pointer.isEmpty() ? root : SchemaNode.of(pointer, value, effort);
    }

    private static List<String> steps(String place) {
        return List.of(place.substring(1).split("/", -1));
    }

    private static String decode(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) { // a lone percent sign stands for itself
            return fragment;
        }
    }

    /** Looks wherever a schema can lie; values of enum, const and examples are none. */
    private void collectAnchors(List<String> path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$anchor") instanceof String anchor) {
                String pointer = pointer(path);
                effort.step(pointer.length());
                anchors.put(anchor, pointer);
            }
            map.forEach((name, inner) -> {
                String key = String.valueOf(name);
                if (!NO_SCHEMAS.contains(key)) {
                    collectAnchors(path, key, inner);
                }
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collectAnchors(path, Integer.toString(i), list.get(i));
            }
        }
    }

    private void collectAnchors(List<String> path, String step, @Nullable Object value) {
        path.add(step);
        collectAnchors(path, value);
        path.removeLast();
    }

    private static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(step -> pointer.append('/').append(SchemaNode.escape(step)));
        return pointer.toString();
    }
}
