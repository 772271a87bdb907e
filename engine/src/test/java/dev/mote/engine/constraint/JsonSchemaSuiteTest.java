package dev.mote.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.testing.Conformance;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.schema.JsonSchema;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The public JSON-Schema-Test-Suite, from the folder that {@code mote.jsonSchemaSuite} names or the
 * Debian package {@code json-schema-test-suite}: {@code draft2020-12} where it is there, otherwise
 * {@code draft7} with its keywords renamed, as far as the oracle agrees with the verdicts then.
 */
class JsonSchemaSuiteTest {
    private static final long SEED = 4;

    private final Random random = new Random(SEED);
    private final List<String> failures = new ArrayList<>();
    private int accepted;
    private int refused;
    private int answers;
    private int answersValid;
    private int endless;
    private int validCases;
    private int validWritten;
    private int invalidCases;
    private int invalidRefused;

    @Test
    void whatIsAcceptedIsEnforced() throws IOException {
        Path root =
                Path.of(
                        System.getProperty(
                                "mote.jsonSchemaSuite", "/usr/share/json-schema-test-suite/tests"));
        Path newest = root.resolve("draft2020-12");
        Path folder = Files.isDirectory(newest) ? newest : root.resolve("draft7");
        if (!Files.isDirectory(folder)) {
            Conformance.skipped(
                    "JSON-Schema-Test-Suite",
                    "no folder '%s'; name it by mote.jsonSchemaSuite".formatted(folder));
            return;
        }
        TokenWalk walk = new TokenWalk(TokenWalk.vocabulary("llama-spm"), random);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            for (Object group : JSON.std.listFrom(Files.readString(file))) {
                run((Map<?, ?>) group, folder.equals(newest), walk);
            }
        }
        Conformance.report("JSON-Schema-Test-Suite answers", answersValid, answers);
        Conformance.report("JSON-Schema-Test-Suite invalid refused", invalidRefused, invalidCases);
        Conformance.report("JSON-Schema-Test-Suite valid written", validWritten, validCases);
        Conformance.report("JSON-Schema-Test-Suite schemas accepted", accepted, accepted + refused);
        assertThat(failures).as("seed %d", SEED).isEmpty();
        assertThat(answersValid).isEqualTo(answers).isPositive();
        assertThat(endless).as("answers that blind choice did not end").isLessThan(answers / 20);
    }

    private void run(Map<?, ?> group, boolean newest, TokenWalk walk) throws IOException {
        Object given = Objects.requireNonNull(group.get("schema"));
        Object schema = newest ? given : renamed(given);
        String text = JSON.std.asString(schema);
        Automaton automaton;
        try {
            automaton = Automaton.of(JsonSchema.parse(text));
        } catch (GrammarException unsupported) {
            refused++;
            return;
        }
        accepted++;
        SchemaOracle oracle = new SchemaOracle(text);
        for (Object one : (List<?>) Objects.requireNonNull(group.get("tests"))) {
            Map<?, ?> test = (Map<?, ?>) one;
            String json = JSON.std.asString(test.get("data"));
            boolean valid = Boolean.TRUE.equals(test.get("valid"));
            if (!newest && oracle.errors(json).isEmpty() != valid) {
                continue; // the drafts differ here
            }
            boolean written = automaton.accepts(json);
            validCases += valid ? 1 : 0;
            validWritten += valid && written ? 1 : 0;
            invalidCases += valid ? 0 : 1;
            invalidRefused += valid || written ? 0 : 1;
            if (written && !valid) {
                failures.add("%s accepts the invalid %s".formatted(text, json));
            }
        }
        for (int steps : new int[] {0, 5, 40}) {
            Optional<String> json = walk.walk(Constraint.jsonSchema(text), steps);
            if (json.isEmpty()) {
                endless++; // blind choice seldom hits a name that a pattern asks for
                continue;
            }
            answers++;
            String errors = oracle.errors(json.get());
            if (errors.isEmpty()) {
                answersValid++;
            } else {
                failures.add("%s gives %s: %s".formatted(text, json, errors));
            }
        }
    }

    /** Draft 7's arrays of schemas in items as draft 2020-12 calls them. */
    private static Object renamed(Object schema) {
        if (!(schema instanceof Map<?, ?> map)) {
            return schema;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String keyword = String.valueOf(key);
            switch (keyword) {
                case "$schema", "$id" -> {}
                case "enum", "const", "default", "examples", "$ref" -> result.put(keyword, value);
                case "items" -> {
                    if (value instanceof List<?> list) {
                        result.put(
                                "prefixItems",
                                list.stream().map(JsonSchemaSuiteTest::renamed).toList());
                    } else {
                        result.put("items", renamed(value));
                    }
                }
                case "additionalItems" -> {
                    if (map.get("items") instanceof List<?>) {
                        result.put("items", renamed(value));
                    }
                }
                case "properties", "patternProperties", "definitions" -> {
                    Map<String, Object> named = new LinkedHashMap<>();
                    ((Map<?, ?>) value)
                            .forEach((name, inner) ->
                                    named.put(String.valueOf(name), renamed(inner)));
                    result.put(keyword, named);
                }
                default -> {
                    if (value instanceof List<?> list) {
                        result.put(
                                keyword, list.stream().map(JsonSchemaSuiteTest::renamed).toList());
                    } else {
                        result.put(keyword, renamed(value));
                    }
                }
            }
        });
        return result;
    }
}
