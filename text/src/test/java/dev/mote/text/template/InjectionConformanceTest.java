package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.TextSpan;

import org.jspecify.annotations.Nullable;
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
import java.util.Set;

/** In no public template does anything of a message reach a trusted span. */
class InjectionConformanceTest {
    /** Stands for hostile text: no template writes this character itself. */
    private static final String MARK = "\uE000";

    /** Words that templates compare rather than print; a mark would change what they do. */
    private static final Set<String> STRUCTURE = Set.of("role", "type", "id", "tool_call_id");

    @Test
    void nothingOfAMessageIsTrusted() throws IOException {
        Optional<Path> folder = Conformance.folder("chat-templates");
        if (folder.isEmpty()) {
            Conformance.skipped("chat-template injection", "no folder chat-templates");
            return;
        }
        Map<String, Object> golden = object(Json.read(folder.get().resolve("golden.json")));
        int rendered = 0;
        int marked = 0;
        List<String> leaks = new ArrayList<>();
        for (String name : object(golden.get("golden")).keySet()) {
            ChatTemplate template =
                    ChatTemplate.compile(Files.readString(folder.get().resolve(name + ".jinja")));
            for (var each : object(golden.get("cases")).entrySet()) {
                Map<String, @Nullable Object> variables =
                        new LinkedHashMap<>(object(marked(each.getValue())));
                variables.put("bos_token", "<s>");
                variables.put("eos_token", "</s>");
                RenderedPrompt prompt = render(template, variables);
                if (prompt != null) {
                    rendered++;
                    marked += prompt.text().contains(MARK) ? 1 : 0;
                    prompt.spans().stream()
                            .filter(span -> span.trusted() && span.text().contains(MARK))
                            .map(TextSpan::text)
                            .forEach(text -> leaks.add(name + "/" + each.getKey() + ": " + text));
                }
            }
        }
        Conformance.report("chat-template injection", rendered - leaks.size(), rendered);
        assertThat(leaks).isEmpty();
        assertThat(marked).as("prompts that hold foreign text").isGreaterThan(rendered * 9 / 10);
    }

    private static @Nullable RenderedPrompt render(
            ChatTemplate template, Map<String, @Nullable Object> variables) {
        try {
            return template.render(variables);
        } catch (TemplateException refused) {
            return null;
        }
    }

    /** A copy with a mark at both ends of every text that is free to be anything. */
    private static @Nullable Object marked(@Nullable Object value) {
        return switch (value) {
            case String text -> MARK + text + MARK;
            case List<?> list -> list.stream().map(InjectionConformanceTest::marked).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) ->
                        copy.put((String) key, STRUCTURE.contains(key) ? each : marked(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    @SuppressWarnings("unchecked") // Json gives objects as maps with string keys
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
