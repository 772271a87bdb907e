package dev.mote.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every source is formatted by google-java-format, AOSP style; {@code -Dformat=apply} rewrites
 * them.
 */
class FormatTest {
    @Test
    void sourcesAreFormatted() throws Exception {
        Path root = Path.of(System.getProperty("mote.root"));
        boolean apply = "apply".equals(System.getProperty("format"));
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<String> unformatted = new ArrayList<>();
        List<Path> sources = sources(root);
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted = formatter.formatSourceAndFixImports(text);
            if (!formatted.equals(text)) {
                unformatted.add(root.relativize(source).toString());
                if (apply) {
                    Files.writeString(source, formatted);
                }
            }
        }
        assertThat(sources).as("sources found").hasSizeGreaterThan(20);
        if (!apply) {
            assertThat(unformatted)
                    .as(
                            "run: mvn -q -pl architecture -am verify -Dformat=apply"
                                    + " -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false")
                    .isEmpty();
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !root.relativize(path).toString().contains("target/"))
                    .filter(path -> !path.endsWith("module-info.java"))
                    .sorted()
                    .toList();
        }
    }
}
