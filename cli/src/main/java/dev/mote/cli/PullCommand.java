package dev.mote.cli;

import dev.mote.bundle.ModelStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code mote pull}: fetch models. */
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        header = "Fetch a model.",
        description = {
            "",
            "Resumes where an earlier download stopped, checks digest and disk space, and puts the"
                    + " model in place whole or not at all. Prints the model's path.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote pull tinyllama",
            "  mote pull hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
            "  mote pull https://example.org/model.gguf#sha256=..."
        })
final class PullCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "MODEL",
            arity = "1..*",
            description =
                    "A name of `mote models`, https:URL, hf:owner/repo[/file|:quant][@revision], or"
                            + " npm:package@version/file.")
    List<String> names = List.of();

    PullCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = Stores.open();
        for (String name : names) {
            Path path = Downloads.pull(console, store, name);
            console.println(path.toString());
        }
        return ExitCode.OK;
    }
}
