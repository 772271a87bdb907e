package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What {@link PlainLine} reads, it reads as picocli does. */
class PlainLineTest {
    private static final Console CONSOLE = new Console(System.out, System.err, false, false, false);

    /** Options that are left to picocli. */
    private static final Set<String> NOT_PLAIN =
            Set.of(
                    "--help",
                    "--version",
                    "--kv",
                    "--kv-memory",
                    "--session",
                    "--logit-bias",
                    "--lora",
                    "--lookup",
                    "--draft",
                    "--regex",
                    "--choices",
                    "--grammar",
                    "--json-schema");

    static Stream<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        for (Object command : List.of(new RunCommand(CONSOLE), new ChatCommand(CONSOLE))) {
            CommandLine parser = new CommandLine(command);
            for (OptionSpec option : parser.getCommandSpec().options()) {
                if (!NOT_PLAIN.contains(option.longestName())) {
                    for (String name : option.names()) {
                        lines.addAll(uses(parser.getCommandName(), name, option));
                    }
                }
            }
        }
        return lines.stream();
    }

    private static List<List<String>> uses(String command, String name, OptionSpec option) {
        if (option.arity().max() == 0) {
            return List.of(List.of(command, name));
        }
        String value =
                switch (option.type().getSimpleName()) {
                    case "int", "Integer", "Long" -> "17";
                    case "Double" -> "0.25";
                    case "OverflowPolicy" -> "shift";
                    default -> "word with spaces=x";
                };
        List<String> apart = List.of(command, name, value);
        return name.startsWith("--")
                ? List.of(apart, List.of(command, name + "=" + value))
                : List.of(apart);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readsEveryOptionAsPicocliDoes(List<String> line) {
        assertSame(line);
    }

    @Test
    void aPromptMayBeginWithAnAt() {
        assertSame(List.of("run", "@everyone", "hello"));
    }

    @Test
    void readsWordsAndOptionsInAnyOrder() {
        assertSame(List.of("run", "--raw", "one", "--stop", "a", "two", "-n", "3", "--stop", "b"));
    }

    private static void assertSame(List<String> line) {
        Object plain = PlainLine.command(CONSOLE, line.toArray(new String[0]));
        assertThat(plain).as("read %s, or list it in NOT_PLAIN", line).isNotNull();
        Object parsed =
                line.getFirst().equals("run") ? new RunCommand(CONSOLE) : new ChatCommand(CONSOLE);
        new CommandLine(parsed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .parseArgs(line.subList(1, line.size()).toArray(new String[0]));
        assertThat(plain).usingRecursiveComparison().isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "models",
                "run --help",
                "run -h",
                "run --warp",
                "run -n",
                "run -n1",
                "run -n x",
                "run -n 1 --max-tokens 2",
                "run --raw --raw",
                "run --raw=true",
                "run --stop -n",
                "run --on-overflow sideways",
                "run --logit-bias 1=2",
                "run -- -n",
                "run -",
                "chat hello"
            })
    void leavesTheRestToPicocli(String line) {
        Callable<Integer> command =
                PlainLine.command(CONSOLE, line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertThat(command).isNull();
    }
}
