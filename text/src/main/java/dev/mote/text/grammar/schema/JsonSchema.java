package dev.mote.text.grammar.schema;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.format.json.JsonLimits;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.UnsupportedSchemaException;
import dev.mote.text.grammar.automaton.Effort;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * JSON Schema, draft 2020-12, as a grammar of JSON texts.
 *
 * <p>Every text of the grammar is valid under the schema, with one reservation: where properties
 * that are not declared are allowed, their names may repeat, and it is the last one that counts for
 * most readers. The converse does not hold: properties come in the order declared, properties and
 * elements that the schema does not describe are left out, white space is bounded, numbers have at
 * most 18 digits before the point. What cannot be enforced is refused by its keyword and place; the
 * table is in {@code docs/constrained-output.md}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema: Core</a>
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation">Validation</a>
 */
public final class JsonSchema {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 100, 200_000);

    private JsonSchema() {}

    /**
     * Parses a schema.
     *
     * @throws UnsupportedSchemaException if it is no JSON, malformed, or has a keyword that cannot
     *     be enforced
     * @throws dev.mote.text.grammar.GrammarTooComplexException if it needs more than it may
     */
    public static Grammar parse(String json) {
        @Nullable Object document;
        try {
            document =
                    Json.parseExact("JSON schema", json.getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (ModelFormatException malformed) {
            throw new UnsupportedSchemaException("", "", "is no JSON: " + malformed.getMessage());
        }
        Effort effort = new Effort();
        return new SchemaCompiler(new SchemaDocument(document, effort), effort).compile();
    }
}
