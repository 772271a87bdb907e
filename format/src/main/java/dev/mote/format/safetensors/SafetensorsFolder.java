package dev.mote.format.safetensors;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.internal.MappedFiles;
import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model folder as Hugging Face publishes it: safetensors weights, mapped read-only, with {@code
 * config.json} and the tokenizer's files beside them.
 *
 * <p>A safetensors file is
 *
 * <ul>
 *   <li>[uint64, little-endian] header length, at most 100,000,000
 *   <li>[bytes] header, a JSON object beginning with <code>{</code>, possibly padded with spaces:
 *       for each tensor its name (at most 1,024 characters, unique, at most 65,536 of them) and an
 *       object of {@code dtype}, {@code shape} (at most 8 dimensions of 1 to 2³¹−1, outermost
 *       first) and {@code data_offsets} (begin and end within the data section); {@code
 *       __metadata__}, if there, an object of strings
 *   <li>[bytes] data section, little-endian and row-major; tensors tile it without overlap or hole
 * </ul>
 *
 * <p>Weights are F32, F16 and BF16. Tensors of other known types (BERT files carry I64 position
 * ids) are checked but not offered; asking for one is an error naming its type.
 *
 * <p>The weights are {@code model.safetensors}, or the files that {@code weight_map} in {@code
 * model.safetensors.index.json} names (plain names only, at most 1,000), or the only {@code
 * .safetensors} file there is. The header's size is compared with the file's before it is read;
 * heap use is bounded by 16 MiB plus 64 times the sizes of header, index and config.
 *
 * <p>What {@link dev.mote.format.gguf.GgufFile} says of truncation while mapped holds here too.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">safetensors format</a>
 */
public final class SafetensorsFolder implements ModelFile {
    private final Path path;
    private final Path folder;
    private final MappedFiles files;
    private final Map<String, @Nullable Object> config;
    private final Metadata metadata;
    private final Map<String, SafetensorsHeader.Tensor> all;
    private final Map<String, TensorInfo> weights = new LinkedHashMap<>();

    private SafetensorsFolder(
            Path path,
            Path folder,
            MappedFiles files,
            Map<String, @Nullable Object> config,
            Map<String, SafetensorsHeader.Tensor> all) {
        this.path = path;
        this.folder = folder;
        this.files = files;
        this.config = config;
        this.metadata = ConfigMetadata.of(folder.resolve("config.json").toString(), config);
        this.all = all;
        all.forEach((name, tensor) -> {
            TensorInfo info = tensor.info();
            if (info != null) {
                weights.put(name, info);
            }
        });
    }

    private static String withoutConfig(Path path) {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                List<String> names = files.map(file -> file.getFileName().toString()).toList();
                if (names.stream().noneMatch(name -> name.endsWith(".safetensors"))) {
                    return "the folder holds no safetensors and no 'config.json'; name a model's"
                            + names.stream()
                                    .filter(name -> name.endsWith(".gguf"))
                                    .sorted()
                                    .findFirst()
                                    .map(name -> " file, such as '" + name + "' in it")
                                    .orElse(" folder or its .gguf file");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "'config.json' is missing beside the weights; fetch the whole folder";
    }

    /**
     * Opens a model.
     *
     * @param path the folder, or a .safetensors file in it
     * @throws ModelFormatException if a file is malformed, hostile or missing
     * @throws java.io.UncheckedIOException if a file is not there or cannot be read
     */
    public static SafetensorsFolder open(Path path) {
        Path folder = Files.isDirectory(path) ? path : path.resolveSibling(".").normalize();
        Path configFile = folder.resolve("config.json");
        if (Files.exists(path) && !Files.isRegularFile(configFile)) {
            throw new ModelFormatException(path.toString(), withoutConfig(path));
        }
        MappedFiles files = new MappedFiles();
        try {
            Map<String, SafetensorsHeader.Tensor> tensors = Shards.open(path, folder, files);
            return new SafetensorsFolder(path, folder, files, Json.readObject(configFile), tensors);
        } catch (Throwable failure) { // not handled: unmapped and thrown on
            files.close();
            throw failure;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    /**
     * {@code config.json} under Hugging Face's own names, objects inside it flattened with dots:
     * {@code rope_scaling.factor}. Nulls and arrays of anything but scalars are in {@link #config}
     * only.
     */
    @Override
    public Metadata metadata() {
        return metadata;
    }

    /**
     * {@code config.json} as it stands; see {@link Json} for the types. Unmodifiable at the top.
     */
    public Map<String, @Nullable Object> config() {
        return Collections.unmodifiableMap(config);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(weights);
    }

    @Override
    public MemorySegment data(String tensorName) {
        SafetensorsHeader.Tensor tensor = all.get(tensorName);
        if (tensor == null) {
            throw new ModelFormatException(
                    path.toString(), "there is no tensor '" + tensorName + "'");
        }
        if (tensor.info() == null) {
            throw new ModelFormatException(
                    path.toString(),
                    "tensor '%s' is of type %s, weights are F32, F16 or BF16"
                            .formatted(tensorName, tensor.dtype()));
        }
        return tensor.bytes();
    }

    /**
     * A companion such as {@code tokenizer.json} or {@code tokenizer_config.json}, if it is there.
     */
    public Optional<Path> file(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public void requireWhole() {
        files.requireWhole();
    }

    @Override
    public void close() {
        files.close();
    }
}
