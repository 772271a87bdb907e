package dev.mote.cli;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to open and how, shared by all commands that run one. */
final class ModelMixin implements PlainLine.Options {
    @Mixin ModelSourceMixin source = new ModelSourceMixin();

    @Mixin ContextMixin context = new ContextMixin();

    @Option(
            names = "--beyond-training",
            description = "Allow a context longer than the model was trained for.")
    boolean beyondTraining;

    @Override
    public boolean flag(String name) {
        if (!name.equals("--beyond-training")) {
            return false;
        }
        beyondTraining = true;
        return true;
    }

    @Override
    public boolean value(String name, String value) {
        return context.value(name, value) || source.value(name, value);
    }

    /** The options as the engine takes them; it checks the ranges. */
    ModelOptions options() {
        return context.options().withBeyondTraining(beyondTraining);
    }

    /** Opens the model, downloading it first if need be. The caller closes it. */
    Model open(Console console) {
        return Model.open(
                source.locate(console), options().withName(source.storedName().orElse("")));
    }
}
