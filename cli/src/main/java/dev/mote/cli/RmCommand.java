package dev.mote.cli;

import dev.mote.bundle.ModelStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code mote rm}: remove local models. */
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        header = "Remove a model from this device.",
        footerHeading = "%nExample:%n",
        footer = "  mote rm tinyllama")
final class RmCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "MODEL",
            arity = "1..*",
            description = "A name of `mote models --local`.")
    List<String> names = List.of();

    RmCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = Stores.open();
        for (String name : names) {
            if (!store.remove(name)) {
                throw new Fault(
                        ExitCode.MODEL,
                        "'"
                                + name
                                + "' is not on this device; `mote models --local` lists what is");
            }
            console.say("removed " + name);
        }
        return ExitCode.OK;
    }
}
