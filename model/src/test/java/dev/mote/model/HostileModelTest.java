package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.testing.Conformance;
import dev.mote.testing.ThreadCost;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Mutated models: whatever the metadata and the tensor table say, opening and running a model ends
 * normally or with a declared exception, within bounds of heap.
 *
 * <p>System property {@code mote.fuzz.models} sets the number of mutants of each model.
 */
class HostileModelTest {
    private static final int MUTANTS = Integer.getInteger("mote.fuzz.models", 60);
    private static final long HEAP_BYTES_MAX = 64L << 20;
    private static final Object[] VALUES = {
        0L,
        1L,
        -1L,
        2L,
        3L,
        7L,
        16L,
        63L,
        64L,
        65L,
        512L,
        513L,
        1L << 20,
        1L << 31,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        (1L << 31) - 1,
        1L << 14,
        0.0,
        -0.0,
        1.0,
        -1.0,
        1e-30,
        1e30,
        1e308,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.MIN_VALUE,
        "",
        "yarn",
        "linear",
        "longrope",
        "x",
        true,
        false,
        List.of(),
        List.of(1L),
        List.of(0L, 0L),
        List.of(2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L),
        List.of(-1L, 4L, 4L),
        List.of(1.5),
        List.of(true, false),
        List.of("a"),
    };

    @Test
    void mutatedMetadataGivesDeclaredExceptionsOnly() throws Exception {
        long seed = 20250722;
        int ran = 0;
        for (Path golden : goldens()) {
            for (int i = 0; i < MUTANTS; i++) {
                Random random = new Random(seed + 31L * i + golden.getFileName().hashCode());
                try (EditedModel model = EditedModel.open(golden)) {
                    int changes = 1 + random.nextInt(3);
                    List<String> said = new ArrayList<>();
                    for (int c = 0; c < changes; c++) {
                        said.add(mutateMetadata(model, random));
                    }
                    attempt(model, golden.getFileName() + " " + said);
                    ran++;
                }
            }
        }
        assertThat(ran).isGreaterThanOrEqualTo(MUTANTS);
    }

    @Test
    void mutatedTensorTablesGiveDeclaredExceptionsOnly() throws Exception {
        long seed = 18091980;
        for (Path golden : goldens()) {
            for (int i = 0; i < MUTANTS / 2; i++) {
                Random random = new Random(seed + 17L * i + golden.getFileName().hashCode());
                try (EditedModel model = EditedModel.open(golden)) {
                    attempt(model, golden.getFileName() + " " + mutateTensors(model, random));
                }
            }
        }
    }

    @Test
    void weightsOfArbitraryBytesGiveSomeLogits() throws Exception {
        Random random = new Random(4);
        for (Path golden : goldens()) {
            try (EditedModel model = EditedModel.open(golden)) {
                for (TensorInfo tensor : model.tensors().values()) {
                    byte[] bytes = new byte[(int) tensor.byteSize()];
                    random.nextBytes(bytes); // infinities and NaN among them
                    model.overwrite(tensor.name(), bytes);
                }
                attempt(model, golden.getFileName() + " with random weights");
            }
        }
    }

    private static String mutateMetadata(EditedModel model, Random random) {
        List<String> keys =
                model.keys().stream()
                        .filter(key -> key.startsWith(model.architecture() + "."))
                        .toList();
        String key =
                random.nextInt(8) == 0
                        ? model.architecture() + "." + EXTRA.get(random.nextInt(EXTRA.size()))
                        : keys.get(random.nextInt(keys.size()));
        if (random.nextInt(10) == 0) {
            model.remove(key);
            return "without " + key;
        }
        Object value =
                random.nextInt(4) == 0
                        ? (Object) (long) random.nextInt(200)
                        : VALUES[random.nextInt(VALUES.length)];
        model.set(key, value);
        return key + " = " + value;
    }

    private static final List<String> EXTRA =
            List.of(
                    "expert_count",
                    "expert_used_count",
                    "attention.key_length",
                    "attention.value_length",
                    "rope.scaling.type",
                    "rope.scaling.factor",
                    "rope.scaling.original_context_length",
                    "attention.sliding_window",
                    "attention.sliding_window_pattern",
                    "attention.scale",
                    "decoder_block_count",
                    "pooling_type");

    private static String mutateTensors(EditedModel model, Random random) {
        List<TensorInfo> all = new ArrayList<>(model.tensors().values());
        TensorInfo tensor = all.get(random.nextInt(all.size()));
        TensorInfo other = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(4)) {
            case 0 -> {
                model.dropTensor(tensor.name());
                yield "without " + tensor.name();
            }
            case 1 -> {
                model.dropTensor(other.name());
                if (!other.name().equals(tensor.name())) {
                    model.renameTensor(tensor.name(), other.name());
                }
                yield tensor.name() + " called " + other.name();
            }
            case 2 -> {
                List<Integer> reversed = tensor.shape().reversed();
                model.reshape(tensor.name(), reversed);
                yield tensor.name() + " as " + reversed;
            }
            default -> {
                List<Integer> flat =
                        List.of(IntStream.of(toArray(tensor.shape())).reduce(1, (a, b) -> a * b));
                model.reshape(tensor.name(), flat);
                yield tensor.name() + " as " + flat;
            }
        };
    }

    private static int[] toArray(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Opens the model and takes three tokens; only what is declared may come out. */
    private static void attempt(ModelFile model, String what) {
        ThreadCost cost = ThreadCost.of(() -> tryModel(model, what));
        assertThat(cost.allocatedBytes()).as(what + ", heap").isLessThan(HEAP_BYTES_MAX);
    }

    private static void tryModel(ModelFile model, String what) {
        try (Kernels kernels = Kernels.open(1, "reference")) {
            run(model, kernels);
        } catch (ModelFormatException
                | UnsupportedArchitectureException
                | ContextOverflowException declared) {
            assertThat(declared.getMessage()).as(what).isNotBlank();
        } catch (RuntimeException | Error undeclared) {
            throw new AssertionError(what + " gave " + undeclared, undeclared);
        }
    }

    private static void run(ModelFile file, Kernels kernels) {
        int[] tokens = {1, 2, 3};
        try (Arena arena = Arena.ofShared()) {
            switch (Models.kind(file)) {
                case DECODER -> {
                    try (DecoderModel model = Models.openDecoder(file, kernels);
                            DecoderState state = model.newState(8, BlockType.F32)) {
                        model.forward(
                                state,
                                tokens,
                                FloatMatrix.allocate(arena, 1, model.vocabularySize()));
                    }
                }
                case ENCODER -> {
                    try (EncoderModel model = Models.openEncoder(file, kernels)) {
                        model.embed(tokens);
                    }
                }
                case ENCODER_DECODER -> {
                    try (EncoderDecoderModel model = Models.openEncoderDecoder(file, kernels);
                            DecoderState state = model.encode(tokens, 8, BlockType.F32)) {
                        model.forward(
                                state,
                                tokens,
                                FloatMatrix.allocate(arena, 1, model.vocabularySize()));
                    }
                }
            }
        }
    }

    private static List<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(Conformance.folder("golden/models").orElseThrow())) {
            return files.filter(file -> file.toString().endsWith(".gguf")).sorted().toList();
        }
    }
}
