package dev.mote.cli;

import dev.mote.engine.ModelOptions;
import dev.mote.kernel.BlockType;

import picocli.CommandLine.Option;

/** How a model is opened, shared by all commands that open one. */
final class ContextMixin implements PlainLine.Options {
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
            names = "--kv-memory",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            description =
                    "Memory for the KV caches of a model's answers together, such as 2G; what does"
                            + " not fit is refused. Default: half of what is free.")
    long kvMemoryBytes;

    @Override
    public boolean flag(String name) {
        return false;
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--context" -> context = Integer.parseInt(value);
            case "--threads" -> threads = Integer.parseInt(value);
            default -> {
                return false;
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
                .withKvMemoryBytes(kvMemoryBytes);
    }
}
