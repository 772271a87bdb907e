package dev.mote.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.format.json.Json;
import dev.mote.format.safetensors.SafetensorsFolder;
import dev.mote.kernel.BlockType;
import dev.mote.testing.MutationFuzzer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds mutated model files to the readers of this room; see {@link MutationFuzzer}.
 *
 * <p>{@link FormatFuzzTest} tries a few thousand of each in every build. More, for as long as one
 * likes: {@code main INPUTS SEED}, or {@code mvn -pl format -am verify -Dtest=FormatFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmote.fuzz.inputs=400000}.
 */
final class FormatFuzz {
    /** What the classes promise in their documentation. */
    private static final long FIXED_BYTES = 16 << 20;

    private static final long BYTES_PER_INPUT_BYTE = 64;

    private final Path folder;

    /** Writes its files into a folder. */
    FormatFuzz(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        long inputs = Long.parseLong(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        FormatFuzz fuzz = new FormatFuzz(Files.createTempDirectory("fuzz"));
        System.Logger log = System.getLogger(FormatFuzz.class.getName());
        log.log(System.Logger.Level.INFO, fuzz.gguf(seed, inputs));
        log.log(System.Logger.Level.INFO, fuzz.safetensors(seed, inputs));
        log.log(System.Logger.Level.INFO, fuzz.tokenizerJson(seed, inputs));
    }

    MutationFuzzer.Outcome gguf(long seed, long inputs) throws IOException {
        Path path = folder.resolve("model.gguf");
        return fuzzer("gguf", input -> readGguf(write(path, input)))
                .corpus(ggufCorpus())
                .dictionary(
                        "general.alignment",
                        "split.count",
                        "split.no",
                        "GGUF",
                        "\u0000\u0000\u0000\u0000",
                        "\t\u0000\u0000\u0000\t\u0000\u0000\u0000")
                .run(seed, inputs);
    }

    MutationFuzzer.Outcome safetensors(long seed, long inputs) {
        Path path = folder.resolve("model.safetensors");
        write(folder.resolve("config.json"), "{}".getBytes(StandardCharsets.UTF_8));
        return fuzzer("safetensors", input -> readSafetensors(write(path, input)))
                .corpus(
                        List.of(
                                safetensors(
                                        """
                                        {"__metadata__":{"format":"pt"},"a":{"dtype":"F16",\
                                        "shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":\
                                        "F32","shape":[1],"data_offsets":[12,16]}}\
                                        """,
                                        16),
                                safetensors("{}", 0)))
                .dictionary(
                        "\"BF16\"",
                        "\"I64\"",
                        "[",
                        "]",
                        "{",
                        "}",
                        "-1",
                        "1e99",
                        "null",
                        "9223372036854775807",
                        "\"a\"",
                        "\"shape\"",
                        "\"dtype\"")
                .run(seed, inputs);
    }

    MutationFuzzer.Outcome tokenizerJson(long seed, long inputs) {
        String tokenizer =
                """
                {"version": "1.0", "truncation": null, "added_tokens": [{"id": 0, "content": "<s>",
                  "special": true, "normalized": false}], "normalizer": {"type": "Sequence",
                  "normalizers": [{"type": "Prepend", "prepend": "\u2581"}, {"type": "NFC"}]},
                 "model": {"type": "BPE", "vocab": {"a": 0, "\\u0120b": 1, "\ud834\udd1e": -2},
                  "merges": ["a b", ["c", "d"]], "dropout": 0.5e-1}}
                """;
        return fuzzer("tokenizer.json", input -> Json.parse("fuzz", input))
                .corpus(
                        List.of(
                                tokenizer.getBytes(StandardCharsets.UTF_8),
                                "[1, -2.5e3, \"\\ud834\\udd1e\", true, null]"
                                        .getBytes(StandardCharsets.UTF_8)))
                .dictionary(
                        "[[[[[[[[",
                        "{\"a\":",
                        "\\u",
                        "1e999",
                        "NaN",
                        "-",
                        "/*",
                        "\u0000",
                        "\"vocab\"",
                        "\uFEFF",
                        "tru",
                        "0x1")
                .run(seed, inputs);
    }

    private static MutationFuzzer fuzzer(String name, MutationFuzzer.Target target) {
        return MutationFuzzer.of(name, target)
                .allowing(ModelFormatException.class)
                .allocationCap(FIXED_BYTES, BYTES_PER_INPUT_BYTE);
    }

    /** Looks at everything a file offers. */
    private static void readGguf(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            touch(file);
        }
    }

    private static void readSafetensors(Path path) {
        try (SafetensorsFolder file = SafetensorsFolder.open(path)) {
            touch(file);
        }
    }

    private static void touch(ModelFile file) {
        long sum = 0;
        for (String key : file.metadata().keys()) {
            Object value = file.metadata().value(key).orElseThrow();
            if (value instanceof List<?> list) {
                for (Object element : list) {
                    sum += element.hashCode();
                }
            }
        }
        for (TensorInfo tensor : file.tensors().values()) {
            MemorySegment data = file.data(tensor.name());
            assertThat(data.byteSize()).isEqualTo(tensor.byteSize());
            sum += data.get(ValueLayout.JAVA_BYTE, 0);
            sum += data.get(ValueLayout.JAVA_BYTE, data.byteSize() - 1);
        }
        assertThat(sum).isNotEqualTo(Long.MIN_VALUE);
    }

    private List<byte[]> ggufCorpus() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        GgufWriter keys =
                new GgufWriter()
                        .put("general.architecture", GgufValueType.STRING, "llama")
                        .put("general.alignment", GgufValueType.UINT32, 32)
                        .put("llama.block_count", GgufValueType.UINT32, 2)
                        .put("eps", GgufValueType.FLOAT32, 1e-5)
                        .put("big", GgufValueType.UINT64, 7)
                        .put("flag", GgufValueType.BOOL, true)
                        .putArray("tokens", GgufValueType.STRING, List.of("a", "\u2581b", "<0x0A>"))
                        .putArray("scores", GgufValueType.FLOAT32, List.of(0.5, -1))
                        .putArray("types", GgufValueType.INT32, List.of(1, 2, 3))
                        .putArray("flags", GgufValueType.BOOL, List.of(true, false));
        corpus.add(bytes(keys));
        corpus.add(
                bytes(
                        keys.tensor(
                                        new TensorInfo("w", BlockType.Q8_0, List.of(2, 32), 68),
                                        MemorySegment.ofArray(new byte[68]))
                                .tensor(
                                        new TensorInfo("b", BlockType.F32, List.of(3), 12),
                                        MemorySegment.ofArray(new float[3]))));
        corpus.add(bytes(new GgufWriter()));
        return corpus;
    }

    private byte[] bytes(GgufWriter writer) throws IOException {
        Path path = folder.resolve("corpus.gguf");
        writer.write(path, (tensor, written, total) -> {});
        return Files.readAllBytes(path);
    }

    private static byte[] safetensors(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static Path write(Path path, byte[] bytes) {
        try {
            // A new file each time: cutting an old one makes some file systems flush it to disk.
            Files.deleteIfExists(path);
            return Files.write(path, bytes);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
