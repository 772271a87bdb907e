package dev.mote.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code mote completion}: completion for bash, zsh and fish. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        header = "Print a completion script for bash, zsh or fish.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(mote completion bash)                 in ~/.bashrc",
            "  autoload -U bashcompinit && bashcompinit; source <(mote completion zsh)   in"
                    + " ~/.zshrc",
            "  mote completion fish > ~/.config/fish/completions/mote.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** Shells that can complete. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    private final Console console;

    @Parameters(
            paramLabel = "bash|zsh|fish",
            arity = "0..1",
            description = "The shell. Default: bash, whose script zsh understands too.")
    Shell shell = Shell.BASH;

    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    @Spec
    CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        console.print(
                shell == Shell.FISH ? FishCompletion.of(root) : AutoComplete.bash("mote", root));
        return ExitCode.OK;
    }
}
