package dev.mote.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about source files that byte code does not show. */
class SourceRulesTest {
    private static final int LINES_MAX = 500;

    /** A catch-all without a comment on its line that says what becomes of the failure. */
    private static final Pattern CATCH_ALL =
            Pattern.compile(
                    "catch \\([^)]*\\b(Exception|Throwable|RuntimeException|Error) \\w+\\)"
                            + " \\{\\s*$",
                    Pattern.MULTILINE);

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b|@Disabled\\b");

    private final Path root = Path.of(System.getProperty("mote.root"));

    @Test
    void moduleDescriptorsAreNullMarked() {
        assertThat(sources("module-info.java"))
                .isNotEmpty()
                .allSatisfy(source ->
                        assertThat(read(source)).contains("@org.jspecify.annotations.NullMarked"));
    }

    @Test
    void filesHaveOneReasonToExist() {
        assertThat(sources(".java"))
                .filteredOn(source -> read(source).lines().count() > LINES_MAX)
                .as("files of more than %d lines", LINES_MAX)
                .isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(sources(".java"))
                .filteredOn(source -> !source.endsWith("SourceRulesTest.java"))
                .filteredOn(source -> UNFINISHED.matcher(read(source)).find())
                .isEmpty();
    }

    @Test
    void catchAllsSayWhatBecomesOfTheFailure() {
        assertThat(sources(".java"))
                .filteredOn(source -> source.toString().contains("src/main"))
                .filteredOn(source -> !source.startsWith(root.resolve("cli")))
                .filteredOn(source -> CATCH_ALL.matcher(read(source)).find())
                .isEmpty();
    }

    private List<Path> sources(String suffix) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> !root.relativize(path).toString().contains("target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
