package dev.mote.cli;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.engine.Speculation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** How tokens are guessed ahead, shared by the commands that generate. */
final class SpeculationMixin {
    private static final int DRAFT_DEFAULT = 6;

    @Option(
            names = "--lookup",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "11",
            description =
                    "Guess up to N tokens ahead (11 without N) that followed the same words before:"
                            + " faster where answers quote their prompts, the same text.")
    @Nullable Integer lookup;

    @Option(
            names = "--draft",
            paramLabel = "MODEL",
            description =
                    "Let a smaller model of the same vocabulary guess tokens ahead: the same text.")
    @Nullable String draft;

    /** Speculation and the model that it needs. */
    record Opened(Speculation speculation, @Nullable Model draft) implements AutoCloseable {
        @Override
        public void close() {
            if (draft != null) {
                draft.close();
            }
        }
    }

    /** Opens what was asked for, after the model itself. The caller closes it. */
    Opened open(Console console, ModelOptions options) {
        if (lookup != null && draft != null) {
            throw new Fault(ExitCode.USAGE, "--lookup and --draft exclude each other");
        }
        if (lookup != null) {
            return new Opened(Speculation.promptLookup(3, lookup), null);
        }
        if (draft != null) {
            ModelSourceMixin source = new ModelSourceMixin();
            source.model = draft;
            Model model = Model.open(source.locate(console), options);
            return new Opened(Speculation.draft(model, DRAFT_DEFAULT), model);
        }
        return new Opened(Speculation.none(), null);
    }
}
