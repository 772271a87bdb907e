package dev.mote.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Reads plain command lines of {@code run} and {@code chat}: options that are known, each with a
 * value that cannot be mistaken. All others, such as questions for help, mistakes and rare
 * spellings, are for picocli, which takes a sixth of a second to get to know a command.
 */
final class PlainLine {
    /** Options whose values it sets. */
    interface Options {
        /** Sets a flag by its long name; false if there is none. */
        boolean flag(String name);

        /**
         * Sets an option by its long name; false if there is none.
         *
         * @throws IllegalArgumentException if the value is not of its kind
         */
        boolean value(String name, String value);
    }

    /** A command whose lines can be plain. */
    interface Target extends Options, Callable<Integer> {
        /** Takes the words that are no options; false if it has no place for them. */
        boolean words(List<String> words);
    }

    /** The long names of the options that have short ones. */
    private static final Map<String, String> SHORT =
            Map.of(
                    "-m", "--model",
                    "-c", "--context",
                    "-n", "--max-tokens",
                    "-t", "--temperature",
                    "-s", "--seed",
                    "-f", "--file",
                    "-q", "--quiet");

    /** Options that may be repeated. */
    private static final Set<String> LISTS = Set.of("--stop");

    private final Target target;
    private final Set<String> seen = new HashSet<>();
    private final List<String> words = new ArrayList<>();

    private PlainLine(Target target) {
        this.target = target;
    }

    /** The command with its options set; null if this is no plain line. */
    static @Nullable Callable<Integer> command(Console console, String... arguments) {
        if (arguments.length == 0) {
            return null;
        }
        Target target =
                switch (arguments[0]) {
                    case "run" -> new RunCommand(console);
                    case "chat" -> new ChatCommand(console);
                    default -> null;
                };
        return target != null && new PlainLine(target).read(arguments) ? target : null;
    }

    private boolean read(String[] arguments) {
        try {
            int i = 1;
            while (i < arguments.length) {
                int taken = take(arguments, i);
                if (taken == 0) {
                    return false;
                }
                i += taken;
            }
            return target.words(words);
        } catch (IllegalArgumentException e) { // a mistake, which picocli finds again and explains
            return false;
        }
    }

    /** How many arguments were understood. */
    private int take(String[] arguments, int index) {
        String argument = arguments[index];
        if (argument.isEmpty()) {
            return 0;
        }
        if (!argument.startsWith("-")) {
            words.add(argument);
            return 1;
        }
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        if (equals > 0) {
            return set(argument.substring(0, equals), argument.substring(equals + 1)) ? 1 : 0;
        }
        String name = SHORT.getOrDefault(argument, argument);
        if (target.flag(name)) {
            return seen.add(name) ? 1 : 0;
        }
        return index + 1 < arguments.length && set(name, arguments[index + 1]) ? 2 : 0;
    }

    private boolean set(String name, String value) {
        boolean plain = !value.isEmpty() && !value.startsWith("-");
        return plain && (LISTS.contains(name) || seen.add(name)) && target.value(name, value);
    }

    /** The list with one more. */
    static List<String> with(List<String> list, String value) {
        String[] longer = Arrays.copyOf(list.toArray(String[]::new), list.size() + 1);
        longer[list.size()] = value;
        return List.of(longer);
    }
}
