package dev.mote.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code mote completion}: completion for bash and zsh. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        header = "Print a completion script for bash and zsh.",
        footerHeading = "%nExample:%n",
        footer = "  source <(mote completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    @Spec
    CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(AutoComplete.bash("mote", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
