package dev.mote.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** README says what the code does. */
class ReadmeTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// @start region=\"[\\w-]+\"\n(.*?)// @end", Pattern.DOTALL);

    private final Path root = Path.of(System.getProperty("mote.root"));

    @Test
    void programsOfTheReadmeAreTheTestedOnes() throws IOException {
        List<String> tested = new ArrayList<>();
        for (String room :
                List.of("engine", "integrations/langchain4j", "integrations/spring-ai")) {
            String name = room.substring(room.indexOf('/') + 1).replace("-", "");
            Path snippets =
                    root.resolve(
                            "%s/src/test/java/dev/mote/%s/ReadmeSnippets.java"
                                    .formatted(room, name));
            tested.addAll(find(REGION, Files.readString(snippets)));
        }
        List<String> shown = find(JAVA_BLOCK, Files.readString(root.resolve("README.md")));
        assertThat(shown).hasSizeGreaterThanOrEqualTo(5);
        assertThat(tested).containsAll(shown);
    }

    @Test
    void pagesOfTheReadmeExist() throws IOException {
        Matcher links =
                Pattern.compile("\\]\\(([\\w./-]+)\\)")
                        .matcher(Files.readString(root.resolve("README.md")));
        while (links.find()) {
            assertThat(root.resolve(links.group(1))).exists();
        }
    }

    @Test
    void nothingIsLeftToFillIn() throws IOException {
        assertThat(Files.readString(root.resolve("README.md"))).doesNotContain("README_");
    }

    private static List<String> find(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(
                    matcher.group(1)
                            .replaceAll("import [\\w.]+;\\s*", "")
                            .replaceAll("\\s+", " ")
                            .strip());
        }
        return found;
    }
}
