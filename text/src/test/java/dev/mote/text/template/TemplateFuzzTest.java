package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Mutated templates end with text or a {@link TemplateException}, nothing else, and soon.
 *
 * <p>System properties {@code fuzz.executions} and {@code fuzz.seed} make longer or other runs.
 */
class TemplateFuzzTest {
    private static final TemplateLimits LIMITS =
            new TemplateLimits(1 << 20, 200_000, 1 << 18, 1 << 20, 300, Duration.ofSeconds(2));

    private static final String[] FRAGMENTS = {
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-%}",
        "{%-",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "|",
        ".",
        ",",
        ":",
        "~",
        "**",
        "//",
        "%",
        "\\",
        "\n",
        " if ",
        " else ",
        " for ",
        " in ",
        " is ",
        " not ",
        "{% endif %}",
        "{% endfor %}",
        "{% set x = x ~ x %}",
        "0",
        "-1",
        "9223372036854775807",
        "1e308",
        "none",
        "loop",
        "messages",
        "|tojson(indent=2)",
        "|list",
        "[::-1]",
        "*9",
        "|map('upper')",
        ".items()",
        "{% raw %}",
        "\uD83D",
        "🙂",
        "\u0000"
    };

    @Test
    void mutatedTemplatesNeverEscapeTheirLimits() throws IOException {
        int executions = Integer.getInteger("fuzz.executions", 20_000);
        long seed = Long.getLong("fuzz.seed", 20260115L);
        List<String> corpus = corpus();
        Random random = new Random(seed);
        Map<String, Object> variables = variables();
        int rendered = 0;
        long slowest = 0;
        for (int i = 0; i < executions; i++) {
            String source = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
            long start = System.nanoTime();
            if (survives(source, variables, seed, i)) {
                rendered++;
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(rendered).as("some mutants still render").isPositive();
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(20));
        Conformance.report("template-fuzz", executions, executions);
    }

    private static boolean survives(
            String source, Map<String, Object> variables, long seed, int execution) {
        try {
            ChatTemplate.compile(source).withLimits(LIMITS).render(variables);
            return true;
        } catch (TemplateException expected) {
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(
                    "seed " + seed + ", execution " + execution + ": " + e + " for\n" + source, e);
        }
    }

    private static String mutate(String original, List<String> corpus, Random random) {
        StringBuilder source = new StringBuilder(original);
        int mutations = 1 + random.nextInt(6);
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(source.length() + 1);
            int length = Math.min(source.length() - at, random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> source.delete(at, at + length);
                case 1, 2 -> source.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                case 3 -> source.insert(at, source.substring(at, at + length));
                case 4 -> source.insert(at, (char) random.nextInt(0x180));
                default -> {
                    String other = corpus.get(random.nextInt(corpus.size()));
                    int from = random.nextInt(other.length() + 1);
                    source.insert(at, other, from, Math.min(other.length(), from + 40));
                }
            }
        }
        return source.toString();
    }

    private static List<String> corpus() throws IOException {
        List<String> corpus = new ArrayList<>();
        for (KnownTemplate template : KnownTemplate.values()) {
            corpus.add(template.source());
        }
        for (Object feature : object(features().get("features")).values()) {
            for (Object snippet : (List<?>) feature) {
                corpus.add((String) Objects.requireNonNull(object(snippet).get("template")));
            }
        }
        Optional<Path> folder = Conformance.folder("chat-templates");
        if (folder.isPresent()) {
            try (Stream<Path> files = Files.list(folder.get())) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".jinja")).sorted().toList()) {
                    corpus.add(Files.readString(file));
                }
            }
        }
        return corpus;
    }

    private static Map<String, Object> variables() throws IOException {
        return object(features().get("variables"));
    }

    private static Map<String, Object> features() throws IOException {
        try (InputStream in = TemplateFuzzTest.class.getResourceAsStream("features.json")) {
            return object(Json.parse("features.json", Objects.requireNonNull(in).readAllBytes()));
        }
    }

    @SuppressWarnings("unchecked") // Json gives objects as maps with string keys
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
