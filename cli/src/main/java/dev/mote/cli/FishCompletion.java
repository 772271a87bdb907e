package dev.mote.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.nio.file.Path;
import java.util.Map;

/**
 * A completion script for fish, which picocli does not write: one line for each command and option.
 *
 * @see <a href="https://fishshell.com/docs/current/cmds/complete.html">complete</a>
 */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine root) {
        StringBuilder script =
                new StringBuilder("# completion of mote for fish\ncomplete -c mote -f\n");
        for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            String header = String.join(" ", spec.usageMessage().header());
            script.append("complete -c mote -n __fish_use_subcommand -a ")
                    .append(command.getKey())
                    .append(" -d ")
                    .append(quoted(header))
                    .append('\n');
            for (OptionSpec option : spec.options()) {
                script.append(line(command.getKey(), option));
            }
            if (!spec.positionalParameters().isEmpty()) {
                script.append("complete -c mote -F -n '__fish_seen_subcommand_from ")
                        .append(command.getKey())
                        .append("'\n");
            }
        }
        return script.toString();
    }

    private static String line(String command, OptionSpec option) {
        StringBuilder line = new StringBuilder("complete -c mote -n '__fish_seen_subcommand_from ");
        line.append(command).append('\'');
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " : " -s ")
                    .append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
            line.append(option.type() == Path.class ? " -r -F" : " -x");
            if (option.paramLabel().contains("|") && !option.paramLabel().contains("FILE")) {
                line.append(" -a ").append(quoted(option.paramLabel().replace('|', ' ')));
            }
        }
        return line.append(" -d ")
                .append(quoted(String.join(" ", option.description())))
                .append('\n')
                .toString();
    }

    /** In single quotes, within which fish knows two escapes; the first sentence is enough. */
    private static String quoted(String text) {
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return "'"
                + first.replace("%%", "%")
                        .replace("$$", "$")
                        .replace("\\", "\\\\")
                        .replace("'", "\\'")
                + "'";
    }
}
