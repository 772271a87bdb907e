package dev.mote.cli;

import dev.mote.bundle.NearNames;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Says in one line what is wrong with a command line, and what was probably meant. */
final class UsageMistake {
    /** What other programs call our commands. */
    private static final Map<String, String> ELSEWHERE =
            Map.ofEntries(
                    Map.entry("list", "models"),
                    Map.entry("search", "models"),
                    Map.entry("download", "pull"),
                    Map.entry("install", "pull"),
                    Map.entry("fetch", "pull"),
                    Map.entry("get", "pull"),
                    Map.entry("remove", "rm"),
                    Map.entry("delete", "rm"),
                    Map.entry("uninstall", "rm"),
                    Map.entry("show", "inspect"),
                    Map.entry("info", "inspect"),
                    Map.entry("ask", "run"),
                    Map.entry("generate", "run"),
                    Map.entry("complete", "run"),
                    Map.entry("start", "serve"),
                    Map.entry("version", "--version"));

    private UsageMistake() {}

    /** One line, without the program's name. */
    static String describe(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean unmatched =
                mistake instanceof UnmatchedArgumentException e && !e.getUnmatched().isEmpty();
        String message =
                unmatched
                        ? unmatched(command, ((UnmatchedArgumentException) mistake).getUnmatched())
                        : Failures.oneLine(value(mistake));
        String see = "see `" + name + " --help`";
        return message.endsWith("?") ? message + " (" + see + ")" : message + "; " + see;
    }

    private static String unmatched(CommandLine command, List<String> words) {
        String name = command.getCommandSpec().qualifiedName();
        String first =
                words.stream()
                        .filter(word -> word.startsWith("-"))
                        .findFirst()
                        .orElse(words.getFirst());
        String shown = "'" + Failures.oneLine(first) + "'";
        if (first.startsWith("-")) {
            String option = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            if (command.getParent() == null && !option.matches("-[hV]|--help|--version")) {
                return "the first word must be a command, found "
                        + shown
                        + ", as in `mote run --greedy \"Hello\"`";
            }
            return name + " has no option " + shown + question(near(option, options(command)));
        }
        if (command.getParent() == null) {
            return "there is no command " + shown + question(commands(command, first));
        }
        String remedy =
                name.equals("mote chat")
                        ? ": it reads what you type; `mote run` answers one prompt"
                        : "";
        return name + " has no place for " + shown + remedy;
    }

    /** What a word may have been meant to be: commands spelt alike. */
    static List<String> commands(CommandLine root, String word) {
        String elsewhere = ELSEWHERE.get(word.toLowerCase(Locale.ROOT));
        if (elsewhere != null) {
            return List.of(elsewhere);
        }
        return near(word, root.getSubcommands().keySet().stream().toList());
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.add(option.longestName());
        }
        return names;
    }

    /** Those of the known words that are spelt alike. */
    static List<String> near(String word, List<String> known) {
        return NearNames.of(word, new TreeSet<>(known));
    }

    /** "; did you mean a or b?", or nothing. */
    static String question(List<String> near) {
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** What picocli says, in the words of people rather than of Java where a value is wrong. */
    private static String value(ParameterException mistake) {
        ArgSpec argument = mistake.getArgSpec();
        String found = mistake.getValue();
        String message = String.valueOf(mistake.getMessage());
        boolean aboutValue =
                message.startsWith("Invalid value") || message.startsWith("Value for option");
        if (mistake instanceof MissingParameterException missing
                && missing.getMissing().size() == 1
                && missing.getMissing().getFirst() instanceof OptionSpec option) {
            return option.longestName() + " needs a value: " + option.paramLabel();
        }
        if (argument == null || found == null || !aboutValue) {
            return message.replaceFirst("\\.$", "");
        }
        String name =
                argument instanceof OptionSpec option
                        ? option.longestName()
                        : argument.paramLabel();
        return "%s is '%s'; it must be %s".formatted(name, found, kind(argument));
    }

    private static String kind(ArgSpec argument) {
        Class<?> type = argument.typeInfo().getType();
        if (argument.typeInfo().isMap()) {
            return "like " + argument.paramLabel();
        }
        if (argument.paramLabel().contains("|")) {
            return String.join(" or ", argument.paramLabel().split("\\|", -1));
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        boolean whole =
                argument.typeInfo().getAuxiliaryTypes()[0] == Integer.class
                        || type == int.class
                        || type == Integer.class
                        || type == Long.class;
        return whole ? "a whole number" : "a " + argument.paramLabel();
    }
}
