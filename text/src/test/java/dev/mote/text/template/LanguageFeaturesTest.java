package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares every language feature with what Jinja2 gave for the same snippet.
 *
 * <p>{@code testing/golden/template_features.py} wrote {@code features.json}; it holds our own
 * snippets and Jinja2's texts or the names of its exceptions.
 */
class LanguageFeaturesTest {
    @Test
    void everySnippetRendersAsInJinja2() throws IOException {
        Map<String, Object> recorded = object(Json.parse("features.json", resource()));
        Clock clock =
                Clock.fixed(
                        LocalDateTime.parse((String) recorded.get("now")).toInstant(ZoneOffset.UTC),
                        ZoneOffset.UTC);
        Map<String, Object> variables = object(recorded.get("variables"));
        List<String> differences = new ArrayList<>();
        int total = 0;
        for (var feature : object(recorded.get("features")).entrySet()) {
            for (Object each : (List<?>) feature.getValue()) {
                total++;
                Map<String, Object> snippet = object(each);
                String difference = difference(snippet, variables, clock);
                if (difference != null) {
                    differences.add(
                            feature.getKey() + ": " + snippet.get("template") + "\n" + difference);
                }
            }
        }
        Conformance.report("template-features", total - differences.size(), total);
        assertThat(String.join("\n\n", differences)).isEmpty();
    }

    private static @Nullable String difference(
            Map<String, Object> snippet, Map<String, Object> variables, Clock clock) {
        String error = (String) snippet.get("error");
        try {
            String text =
                    ChatTemplate.compile((String) Objects.requireNonNull(snippet.get("template")))
                            .withClock(clock)
                            .render(variables)
                            .text();
            return error != null
                    ? "expected " + error + ", got \"" + text + '"'
                    : Differences.first((String) Objects.requireNonNull(snippet.get("text")), text);
        } catch (TemplateException e) {
            return error != null && matches(e, error)
                    ? null
                    : "expected "
                            + (error == null ? "text" : error)
                            + ", got "
                            + e.kind()
                            + " "
                            + e;
        }
    }

    private static boolean matches(TemplateException e, String error) {
        return switch (error) {
            case "TemplateSyntaxError", "TemplateAssertionError" ->
                    e.kind() == TemplateException.Kind.SYNTAX && e.line() > 0;
            case "UndefinedError" -> e.kind() == TemplateException.Kind.UNDEFINED && e.line() > 0;
            case "TypeError", "AttributeError" -> e.kind() == TemplateException.Kind.TYPE;
            case "ValueError", "ZeroDivisionError", "KeyError", "IndexError" ->
                    e.kind() == TemplateException.Kind.VALUE;
            case "FilterArgumentError", "TemplateRuntimeError" ->
                    e.kind() != TemplateException.Kind.RAISED;
            default ->
                    e.kind() == TemplateException.Kind.RAISED
                            && error.equals("raised: " + e.detail());
        };
    }

    private static byte[] resource() throws IOException {
        try (InputStream in = LanguageFeaturesTest.class.getResourceAsStream("features.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @SuppressWarnings("unchecked") // Json gives objects as maps with string keys
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
