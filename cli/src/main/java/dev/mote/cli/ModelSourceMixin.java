package dev.mote.cli;

import dev.mote.bundle.ModelStore;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** Which model, shared by every command that needs one. */
final class ModelSourceMixin implements PlainLine.Options {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description =
                    "A name of `mote models`, a file, https:URL, hf:owner/repo[/file|:quant] or"
                            + " npm:package@version/file. Default: $$MOTE_MODEL or tinyllama.")
    String model = defaultModel();

    @Override
    public boolean flag(String name) {
        return false;
    }

    @Override
    public boolean value(String name, String value) {
        if (!name.equals("--model")) {
            return false;
        }
        model = value;
        return true;
    }

    /** The file on this device, downloaded if need be. */
    Path locate(Console console) {
        ModelStore store = Stores.open();
        Optional<Path> local = store.locate(model);
        return local.isPresent() ? local.get() : Downloads.pull(console, store, model);
    }

    /** What the store calls it; empty for a file of the user's own. */
    Optional<String> storedName() {
        return Stores.open().name(model);
    }

    private static String defaultModel() {
        String chosen = System.getenv("MOTE_MODEL");
        return chosen == null || chosen.isBlank() ? "tinyllama" : chosen;
    }
}
