package dev.mote.text.grammar.schema;

import java.util.Set;

/**
 * The keywords of JSON Schema draft 2020-12 that are enforced, those that say nothing about what is
 * valid, and those that are refused. A keyword that no vocabulary of the draft knows is refused
 * too, unless it begins with {@code x-}: it could be a misspelt one.
 */
final class Keywords {
    private static final Set<String> ENFORCED =
            Set.of(
                    "type",
                    "enum",
                    "const",
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "propertyNames",
                    "minProperties",
                    "maxProperties",
                    "items",
                    "prefixItems",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "format",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "anyOf",
                    "oneOf",
                    "allOf",
                    "$ref",
                    "$defs",
                    "definitions");

    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "$schema",
                    "$id",
                    "$anchor",
                    "$comment",
                    "title",
                    "description",
                    "default",
                    "examples",
                    "example",
                    "deprecated",
                    "readOnly",
                    "writeOnly",
                    "contentEncoding",
                    "contentMediaType",
                    "contentSchema",
                    "discriminator",
                    "externalDocs");

    private static final Set<String> DRAFTS =
            Set.of(
                    "https://json-schema.org/draft/2020-12/schema",
                    "https://json-schema.org/draft/2019-09/schema",
                    "http://json-schema.org/draft-07/schema",
                    "http://json-schema.org/draft-06/schema");

    private Keywords() {}

    /** Refuses a schema with a keyword that cannot be enforced. */
    static void check(SchemaNode node) {
        for (String name : node.names()) {
            if (ENFORCED.contains(name) || ANNOTATIONS.contains(name) || name.startsWith("x-")) {
                continue;
            }
            // Without their companions these say nothing (draft 2020-12, sections 10.2.2 and 6.4).
            boolean idle =
                    (name.equals("if") && !node.has("then") && !node.has("else"))
                            || ((name.equals("then") || name.equals("else")) && !node.has("if"))
                            || ((name.equals("minContains") || name.equals("maxContains"))
                                    && !node.has("contains"));
            if (!idle) {
                throw node.refusal(name, "is not supported");
            }
        }
        node.text("$schema")
                .ifPresent(draft -> {
                    if (!DRAFTS.contains(draft.replaceFirst("#$", ""))) {
                        throw node.refusal("$schema", "names an unknown draft; use 2020-12");
                    }
                });
        if (node.has("$id") && !node.pointer().isEmpty()) {
            throw node.refusal("$id", "is supported for the whole document only");
        }
    }
}
