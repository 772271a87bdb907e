package dev.mote.text.template;

import static org.junit.jupiter.api.Assertions.fail;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.TextSpan;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Renders every case of {@code chat-templates/golden.json} and compares it with what Jinja2 gives,
 * byte for byte, and every error with Jinja2's.
 *
 * <p>The file holds {@code cases} (variables by name), {@code bos_token}, {@code eos_token}, {@code
 * now}, and under {@code golden} for each template (its file is {@code NAME.jinja}) and case either
 * {@code text} or {@code error}: the class of Jinja2's exception, or the message the template
 * raised.
 */
class ChatTemplateConformanceTest {
    private final List<String> differences = new ArrayList<>();
    private int passed;
    private int total;

    @Test
    void rendersEveryCaseByteForByte() throws IOException {
        Optional<Path> folder = Conformance.folder("chat-templates");
        if (folder.isEmpty()) {
            Conformance.skipped("chat-templates", "no folder chat-templates in mote.shared");
            return;
        }
        Map<String, Object> golden = object(Json.read(folder.get().resolve("golden.json")));
        Clock clock =
                Clock.fixed(
                        LocalDateTime.parse((String) golden.get("now")).toInstant(ZoneOffset.UTC),
                        ZoneOffset.UTC);
        for (var template : object(golden.get("golden")).entrySet()) {
            Path file = folder.get().resolve(template.getKey() + ".jinja");
            ChatTemplate compiled =
                    ChatTemplate.compile(template.getKey(), Files.readString(file))
                            .withClock(clock);
            for (var expected : object(template.getValue()).entrySet()) {
                Map<String, @Nullable Object> variables =
                        new LinkedHashMap<>(
                                object(object(golden.get("cases")).get(expected.getKey())));
                variables.put("bos_token", golden.get("bos_token"));
                variables.put("eos_token", golden.get("eos_token"));
                check(
                        template.getKey() + " / " + expected.getKey(),
                        compiled,
                        variables,
                        object(expected.getValue()));
            }
        }
        finish("chat-templates");
    }

    @Test
    void rendersTheDefaultModelsConversations() throws IOException {
        Optional<Path> file = Conformance.file("golden/real/tinyllama.json");
        if (file.isEmpty()) {
            Conformance.skipped("chat-template of tinyllama", "no golden/real/tinyllama.json");
            return;
        }
        Map<String, Object> golden = object(Json.read(file.get()));
        ChatTemplate template = ChatTemplate.compile((String) require(golden, "chat_template"));
        for (Object each : (List<?>) require(golden, "conversations")) {
            Map<String, Object> conversation = object(each);
            check(
                    "tinyllama / conversation " + total,
                    template,
                    Map.of(
                            "messages",
                            require(conversation, "messages"),
                            "add_generation_prompt",
                            true,
                            "bos_token",
                            "<s>",
                            "eos_token",
                            "</s>"),
                    Map.of("text", require(conversation, "rendered")));
        }
        finish("chat-template of tinyllama");
    }

    private void check(
            String name,
            ChatTemplate template,
            Map<String, ? extends @Nullable Object> variables,
            Map<String, Object> expected) {
        total++;
        String difference = difference(template, variables, expected);
        if (difference == null) {
            passed++;
        } else {
            differences.add(name + ": " + difference);
        }
    }

    private static @Nullable String difference(
            ChatTemplate template,
            Map<String, ? extends @Nullable Object> variables,
            Map<String, Object> expected) {
        Object error = expected.get("error");
        try {
            RenderedPrompt prompt = template.render(variables);
            if (error != null) {
                return "expected the error '" + error + "', got text";
            }
            String joined = String.join("", prompt.spans().stream().map(TextSpan::text).toList());
            return Differences.first((String) require(expected, "text"), joined);
        } catch (TemplateException e) {
            return error != null && isThat(e, (String) error)
                    ? null
                    : "expected " + (error == null ? "text" : "'" + error + "'") + ", got " + e;
        }
    }

    private static boolean isThat(TemplateException e, String error) {
        return switch (error) {
            case "UndefinedError" -> e.kind() == TemplateException.Kind.UNDEFINED;
            case "TemplateSyntaxError", "TemplateAssertionError", "TemplateRuntimeError" ->
                    e.kind() != TemplateException.Kind.RAISED;
            default -> e.kind() == TemplateException.Kind.RAISED && e.detail().equals(error);
        };
    }

    private void finish(String suite) {
        Conformance.report(suite, passed, total);
        if (!differences.isEmpty()) {
            fail(
                    suite
                            + " "
                            + passed
                            + "/"
                            + total
                            + "; the first differences:\n"
                            + String.join(
                                    "\n",
                                    differences.subList(0, Math.min(10, differences.size()))));
        }
    }

    private static Object require(Map<String, Object> object, String key) {
        return Objects.requireNonNull(object.get(key), key);
    }

    @SuppressWarnings("unchecked") // Json gives objects as maps with string keys
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
