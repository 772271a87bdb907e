package dev.mote.cli;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.kernel.BlockType;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to open and how, shared by all commands that run one. */
final class ModelMixin implements PlainLine.Options {
    @Mixin ModelSourceMixin source = new ModelSourceMixin();

    @Option(
            names = {"-c", "--context"},
            paramLabel = "N",
            description = "Context length in tokens. Default: the model's own, at most 4096.")
    int context;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute. Default: one per physical core.")
    int threads;

    @Option(
            names = "--kv",
            paramLabel = "F16|F32|Q8_0",
            converter = BlockTypeConverter.class,
            description = "Encoding of the KV cache. Default: F16.")
    BlockType kv = BlockType.F16;

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
        switch (name) {
            case "--context" -> context = Integer.parseInt(value);
            case "--threads" -> threads = Integer.parseInt(value);
            default -> {
                return source.value(name, value);
            }
        }
        return true;
    }

    /** The options as the engine takes them; it checks the ranges. */
    ModelOptions options() {
        return ModelOptions.DEFAULT
                .withContextLength(context)
                .withThreads(threads)
                .withKvType(kv)
                .withBeyondTraining(beyondTraining);
    }

    /** Opens the model, downloading it first if need be. The caller closes it. */
    Model open(Console console) {
        return Model.open(
                source.locate(console), options().withName(source.storedName().orElse("")));
    }
}
