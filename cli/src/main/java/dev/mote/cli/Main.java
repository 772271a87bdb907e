package dev.mote.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code mote} command. */
@Command(
        name = "mote",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "Compact AI on this device: run open language models in-process, offline.",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "",
            "The first `mote chat` fetches a small model (323 MB); from then on nothing needs a"
                    + " network.",
            ""
        },
        subcommands = {
            ChatCommand.class,
            RunCommand.class,
            ModelsCommand.class,
            PullCommand.class,
            RmCommand.class,
            InspectCommand.class,
            TokenizeCommand.class,
            EmbedCommand.class,
            PerplexityCommand.class,
            QuantizeCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote chat                          talk with the default model",
            "  mote run \"Why is the sky blue?\"    one answer on standard output",
            "  git diff | mote run --system \"Summarise this change in one sentence.\"",
            "  mote models                        what there is, what is local",
            "  mote chat -m hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 model unknown or damaged,",
            "4 download failed, 5 does not fit the context, 130 interrupted.",
            "",
            "Environment: MOTE_HOME (default ~/.mote), MOTE_MODEL (default model), MOTE_KERNELS",
            "(reference or vector), MOTE_OFFLINE=1 (never use the network), HF_TOKEN, NO_COLOR."
        })
public final class Main implements Runnable {
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    @Spec
    CommandSpec spec;

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(Console.system(), arguments));
    }

    /** Runs a command line; nothing but the console sees its output. */
    static int execute(Console console, String... arguments) {
        CommandLine command = new CommandLine(new Main(), new CommandFactory(console));
        command.setOut(console.writer());
        command.setErr(console.errorWriter());
        command.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        console.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setUsageHelpWidth(100);
        command.setParameterExceptionHandler((e, words) -> usageError(console, e));
        command.setExecutionExceptionHandler((e, line, result) -> Failures.report(console, e));
        try {
            return command.execute(arguments);
        } catch (VirtualMachineError e) { // which picocli lets through
            return Failures.report(console, e);
        }
    }

    private static int usageError(Console console, ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.error(Failures.oneLine(e.getMessage()) + "; see `" + name + " --help`");
        return ExitCode.USAGE;
    }

    /** Without a command: show what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
