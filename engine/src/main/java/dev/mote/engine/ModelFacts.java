package dev.mote.engine;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.model.Models;

import java.util.EnumMap;
import java.util.Map;

/** Reads a {@link ModelDescription} off an open model. */
final class ModelFacts {
    private ModelFacts() {}

    static ModelDescription of(ModelRuntime runtime) {
        ModelFile file = runtime.file();
        Metadata metadata = file.metadata();
        Map<BlockType, Long> counts = new EnumMap<>(BlockType.class);
        long parameters = 0;
        long bytes = 0;
        for (TensorInfo tensor : file.tensors().values()) {
            parameters += tensor.count();
            bytes += tensor.byteSize();
            counts.merge(tensor.type(), tensor.count(), Long::sum);
        }
        return new ModelDescription(
                file.path(),
                name(runtime),
                runtime.network().architecture(),
                Models.kind(file),
                parameters,
                prevailing(counts),
                parameters == 0 ? 0 : 8.0 * bytes / parameters,
                bytes,
                runtime.network().trainedContextLength(),
                runtime.contextLength(),
                runtime.network().vocabularySize(),
                runtime.network().hiddenSize(),
                metadata.string("tokenizer.chat_template").isPresent(),
                metadata.string("general.license"));
    }

    /** What converters write into {@code general.name} is often the name of their folder. */
    private static String name(ModelRuntime runtime) {
        String given = runtime.options().name();
        return given.isEmpty()
                ? runtime.file()
                        .metadata()
                        .string("general.name")
                        .orElse(String.valueOf(runtime.file().path().getFileName()))
                : given;
    }

    private static String prevailing(Map<BlockType, Long> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().name())
                .orElse("none");
    }
}
