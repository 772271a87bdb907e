package dev.mote.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** {@code mote help}: the help of a command, or on a topic that belongs to none. */
@Command(
        name = "help",
        mixinStandardHelpOptions = true,
        header = "Show help on a command or topic.",
        description = {"", "Topics: exit-codes, environment, models.", ""},
        footerHeading = "%nExamples:%n",
        footer = {"  mote help run", "  mote help exit-codes"})
final class HelpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "COMMAND|TOPIC",
            arity = "0..1",
            description = "A command, or one of the topics.")
    @Nullable String subject;

    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    @Spec
    CommandSpec spec;

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        String wanted = subject;
        CommandLine command = wanted == null ? root : root.getSubcommands().get(wanted);
        if (command != null) {
            command.usage(command.getOut());
            return ExitCode.OK;
        }
        for (HelpTopic topic : HelpTopic.values()) {
            if (topic.title().equals(wanted)) {
                console.print(topic.text());
                return ExitCode.OK;
            }
        }
        List<String> near = UsageMistake.commands(root, String.valueOf(wanted));
        if (near.isEmpty()) {
            near = UsageMistake.near(String.valueOf(wanted), topics());
        }
        throw new Fault(
                ExitCode.USAGE,
                "there is no help on '%s'%s (`mote help` lists the commands)"
                        .formatted(wanted, UsageMistake.question(near)));
    }

    private static List<String> topics() {
        List<String> titles = new ArrayList<>();
        for (HelpTopic topic : HelpTopic.values()) {
            titles.add(topic.title());
        }
        return List.copyOf(new TreeSet<>(titles));
    }
}
