package dev.mote.format.safetensors;

import dev.mote.format.ModelFormatException;
import dev.mote.format.internal.MappedFiles;
import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the weights of a model: one file, or the files its index names. */
final class Shards {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int SHARD_COUNT_MAX = 1_000;

    private Shards() {}

    /** All tensors by name; {@code path} is the folder or a file in it. */
    static Map<String, SafetensorsHeader.Tensor> open(Path path, Path folder, MappedFiles files) {
        Path index = folder.resolve(INDEX);
        if (Files.isDirectory(path)) {
            if (Files.exists(folder.resolve(SINGLE))) {
                return single(folder.resolve(SINGLE), files);
            }
            return Files.exists(index) ? indexed(index, folder, files) : only(folder, files);
        }
        if (Files.exists(index)) {
            Map<String, String> shards = weightMap(index);
            Path name = path.getFileName();
            if (name != null && shards.containsValue(name.toString())) {
                return indexed(index, folder, files);
            }
        }
        return single(path, files);
    }

    private static Map<String, SafetensorsHeader.Tensor> single(Path file, MappedFiles files) {
        return SafetensorsHeader.read(file.toString(), files.map(file, "a safetensors file"));
    }

    private static Map<String, SafetensorsHeader.Tensor> only(Path folder, MappedFiles files) {
        List<Path> found;
        try (Stream<Path> entries = Files.list(folder)) {
            found =
                    entries.filter(entry -> entry.toString().endsWith(".safetensors"))
                            .sorted()
                            .limit(2)
                            .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    folder + ": cannot be read: " + failure.getMessage(), failure);
        }
        if (found.size() == 1) {
            return single(found.getFirst(), files);
        }
        throw new ModelFormatException(
                folder.toString(),
                found.isEmpty()
                        ? "holds no .safetensors file"
                        : "holds several .safetensors files but no '%s'; name the one to open"
                                .formatted(INDEX));
    }

    private static Map<String, SafetensorsHeader.Tensor> indexed(
            Path index, Path folder, MappedFiles files) {
        Map<String, Map<String, SafetensorsHeader.Tensor>> shards = new LinkedHashMap<>();
        Map<String, SafetensorsHeader.Tensor> tensors = new LinkedHashMap<>();
        weightMap(index)
                .forEach((name, file) -> {
                    Map<String, SafetensorsHeader.Tensor> shard =
                            shards.computeIfAbsent(
                                    file, missing -> shard(index, folder, missing, files));
                    SafetensorsHeader.Tensor tensor = shard.get(name);
                    if (tensor == null) {
                        throw new ModelFormatException(
                                index.toString(),
                                "tensor '%s' is not in '%s'".formatted(name, file));
                    }
                    tensors.put(name, tensor);
                });
        return tensors;
    }

    private static Map<String, SafetensorsHeader.Tensor> shard(
            Path index, Path folder, String file, MappedFiles files) {
        Path path = folder.resolve(file);
        if (!Files.exists(path)) {
            throw new ModelFormatException(
                    index.toString(), "'%s' is missing beside it".formatted(file));
        }
        return single(path, files);
    }

    /** Tensor name to file name; names that lead out of the folder are refused. */
    private static Map<String, String> weightMap(Path index) {
        Map<String, @Nullable Object> json = Json.readObject(index);
        if (!(json.get("weight_map") instanceof Map<?, ?> map)) {
            throw new ModelFormatException(index.toString(), "there is no object 'weight_map'");
        }
        Map<String, String> files = new LinkedHashMap<>();
        map.forEach((name, file) -> {
            if (!(file instanceof String text) || !text.matches("[\\w.-]+\\.safetensors")) {
                throw new ModelFormatException(
                        index.toString(),
                        "tensor '%s' is said to be in '%s', expected the plain name of a .safetensors file"
                                .formatted(name, file));
            }
            files.put((String) name, text);
        });
        if (files.values().stream().distinct().count() > SHARD_COUNT_MAX) {
            throw new ModelFormatException(
                    index.toString(), "more than %d files".formatted(SHARD_COUNT_MAX));
        }
        return files;
    }
}
