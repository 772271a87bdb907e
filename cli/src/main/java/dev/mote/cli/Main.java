package dev.mote.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

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
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote chat                          talk with the default model",
            "  mote run \"Why is the sky blue?\"    one answer on standard output",
            "  git diff | mote run --system \"Summarise this change in one sentence.\"",
            "  mote models                        what there is, what is local",
            "  mote chat -m hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 model unknown or damaged,",
            "4 download failed, 5 does not fit the context, 130 interrupted (mote help"
                    + " exit-codes).",
            "",
            "Environment: MOTE_HOME (default ~/.mote), MOTE_MODEL (default model), MOTE_OFFLINE=1",
            "(never use the network), NO_COLOR and others (mote help environment)."
        })
public final class Main implements Runnable {
    /** In the order of the help text. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("chat", ChatCommand.class);
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("models", ModelsCommand.class);
        COMMANDS.put("pull", PullCommand.class);
        COMMANDS.put("rm", RmCommand.class);
        COMMANDS.put("inspect", InspectCommand.class);
        COMMANDS.put("tokenize", TokenizeCommand.class);
        COMMANDS.put("embed", EmbedCommand.class);
        COMMANDS.put("perplexity", PerplexityCommand.class);
        COMMANDS.put("quantize", QuantizeCommand.class);
        COMMANDS.put("bench", BenchCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("help", HelpCommand.class);
    }

    /** Commands that speak of the others. */
    private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

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
        Callable<Integer> plain = PlainLine.command(console, arguments);
        return plain != null ? call(console, plain) : parse(console, arguments);
    }

    /** As picocli does it. */
    private static int call(Console console, Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception | VirtualMachineError e) { // what it is, Failures says
            return Failures.report(console, e);
        }
    }

    private static int parse(Console console, String... arguments) {
        CommandLine command = new CommandLine(new Main(), new CommandFactory(console));
        addSubcommands(command, arguments);
        command.setOut(console.writer());
        command.setErr(console.errorWriter());
        command.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        console.outputColoured()
                                ? CommandLine.Help.Ansi.ON
                                : CommandLine.Help.Ansi.OFF));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExpandAtFiles(false); // a prompt may begin with @
        command.setUsageHelpWidth(100);
        command.setParameterExceptionHandler((e, words) -> usageError(console, e));
        command.setExecutionExceptionHandler((e, line, result) -> Failures.report(console, e));
        try {
            return command.execute(arguments);
        } catch (VirtualMachineError e) { // which picocli lets through
            return Failures.report(console, e);
        }
    }

    /**
     * The one that is wanted, or all: picocli takes a tenth of a second to get to know them all.
     */
    private static void addSubcommands(CommandLine command, String[] arguments) {
        String wanted = arguments.length == 0 ? "" : arguments[0];
        Class<?> only = ABOUT_OTHERS.contains(wanted) ? null : COMMANDS.get(wanted);
        if (only != null) {
            command.addSubcommand(wanted, only);
        } else {
            COMMANDS.forEach(command::addSubcommand);
        }
    }

    private static int usageError(Console console, ParameterException e) {
        console.error(UsageMistake.describe(e));
        return ExitCode.USAGE;
    }

    /** Without a command: show what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
