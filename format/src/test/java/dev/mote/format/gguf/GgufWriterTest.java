package dev.mote.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class GgufWriterTest {
    private static final GgufWriter.Progress SILENT = (tensor, written, total) -> {};

    @TempDir Path folder;

    @Test
    void whatWasWrittenIsReadBack() {
        for (long seed = 0; seed < 60; seed++) {
            checkRoundTrip(seed);
        }
    }

    private void checkRoundTrip(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GgufWriter writer = new GgufWriter();
        Map<String, Object> values = values(random, writer);
        Map<TensorInfo, byte[]> tensors = tensors(random, writer);
        Path path = folder.resolve("seed" + seed + ".gguf");
        writer.write(path, SILENT);
        try (GgufFile file = GgufFile.open(path)) {
            Map<String, Object> read = new LinkedHashMap<>();
            for (String key : file.metadata().keys()) {
                read.put(key, file.metadata().value(key).orElseThrow());
            }
            assertThat(read).as("seed %d", seed).isEqualTo(values);
            assertThat(List.copyOf(file.tensors().values()))
                    .as("seed %d", seed)
                    .isEqualTo(List.copyOf(tensors.keySet()));
            tensors.forEach((info, bytes) ->
                    assertThat(file.data(info.name()).toArray(ValueLayout.JAVA_BYTE))
                            .as("seed %d, %s", seed, info)
                            .isEqualTo(bytes));
            assertThat(file.byteSize()).isEqualTo(writer.byteSize());
        }
    }

    @Test
    void aCopyOfAFileIsTheSameFile() throws IOException {
        Path original = folder.resolve("original.gguf");
        GgufWriter writer = new GgufWriter();
        SplittableRandom random = new SplittableRandom(7);
        values(random, writer);
        tensors(random, writer);
        writer.write(original, SILENT);
        Path copy = folder.resolve("copy.gguf");
        try (GgufFile file = GgufFile.open(original)) {
            GgufWriter copier = new GgufWriter().putAll(file);
            file.tensors().values().forEach(info -> copier.tensor(info, file.data(info.name())));
            copier.write(copy, SILENT);
        }
        assertThat(copy).hasSameBinaryContentAs(original);
    }

    @Test
    void reportsProgressTensorByTensor() {
        List<String> heard = new ArrayList<>();
        new GgufWriter()
                .tensor(floats("a", 8), MemorySegment.ofArray(new byte[32]))
                .tensor(floats("b", 1), MemorySegment.ofArray(new byte[4]))
                .write(
                        folder.resolve("model.gguf"),
                        (tensor, written, total) ->
                                heard.add(tensor.name() + " " + written + "/" + total));
        assertThat(heard).containsExactly("a 32/36", "b 36/36");
    }

    @Test
    void leavesTheOldFileAndNoDebrisWhenContentFails() throws IOException {
        Path target = Files.writeString(folder.resolve("model.gguf"), "old");
        GgufWriter writer =
                new GgufWriter()
                        .tensor(
                                floats("a", 8),
                                channel -> {
                                    throw new IOException("No space left on device");
                                });
        assertThatThrownBy(() -> writer.write(target, SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(target + ": cannot be written: No space left on device");
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly(target);
    }

    @Test
    void refusesContentOfAnotherSizeThanAnnounced() throws IOException {
        for (int size : new int[] {28, 36}) {
            GgufWriter writer =
                    new GgufWriter()
                            .tensor(
                                    floats("a", 8),
                                    channel -> channel.write(ByteBuffer.allocate(size)));
            assertThatThrownBy(() -> writer.write(folder.resolve("model.gguf"), SILENT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("content of another size than announced");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsThePermissionsOfTheFileItReplaces() throws IOException {
        Path target = Files.writeString(folder.resolve("model.gguf"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        new GgufWriter().write(target, SILENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void saysThatTheFolderIsMissing() {
        Path target = folder.resolve("absent").resolve("model.gguf");
        assertThatThrownBy(() -> new GgufWriter().write(target, SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "%s: cannot be written: there is no folder '%s'",
                        target, target.getParent());
    }

    @Test
    void refusesValuesThatDoNotFitTheirType() {
        assertThatThrownBy(() -> new GgufWriter().put("k", GgufValueType.UINT8, 256))
                .hasMessage("key 'k': 256 is no integer from 0 to 255");
        assertThatThrownBy(() -> new GgufWriter().put("k", GgufValueType.INT32, 1.5))
                .hasMessage("key 'k': 1.5 is no integer from -2147483648 to 2147483647");
        assertThatThrownBy(() -> new GgufWriter().put("k", GgufValueType.STRING, 1))
                .hasMessage("key 'k': 1 is no String");
        assertThatThrownBy(
                        () -> new GgufWriter().put("general.alignment", GgufValueType.UINT32, 24))
                .hasMessage("alignment 24, expected a power of two from 8 to 1048576");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static TensorInfo floats(String name, int count) {
        return new TensorInfo(name, BlockType.F32, List.of(count), 4L * count);
    }

    /** Random keys, given to the writer and returned as a reader shall see them. */
    private static Map<String, Object> values(SplittableRandom random, GgufWriter writer) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            long alignment = 8L << random.nextInt(8);
            writer.put("general.alignment", GgufValueType.UINT32, alignment);
            values.put("general.alignment", alignment);
        }
        GgufValueType[] types = GgufValueType.values();
        for (int index = random.nextInt(20); index > 0; index--) {
            String key = "key." + index;
            GgufValueType type = types[random.nextInt(types.length)];
            if (type == GgufValueType.ARRAY) {
                GgufValueType elementType = types[random.nextInt(types.length)];
                elementType =
                        elementType == GgufValueType.ARRAY ? GgufValueType.STRING : elementType;
                List<Object> elements = new ArrayList<>();
                for (int count = random.nextInt(5); count > 0; count--) {
                    elements.add(value(random, elementType));
                }
                writer.putArray(key, elementType, elements);
                values.put(key, elements);
            } else {
                Object value = value(random, type);
                writer.put(key, type, value);
                values.put(key, value);
            }
        }
        return values;
    }

    private static Object value(SplittableRandom random, GgufValueType type) {
        return switch (type) {
            case UINT8 -> (long) random.nextInt(0x100);
            case INT8 -> (long) (byte) random.nextInt();
            case UINT16 -> (long) random.nextInt(0x1_0000);
            case INT16 -> (long) (short) random.nextInt();
            case UINT32 -> random.nextLong(0x1_0000_0000L);
            case INT32 -> (long) random.nextInt();
            case UINT64 -> random.nextLong() >>> 1;
            case INT64 -> random.nextLong();
            case FLOAT32 -> (double) (float) random.nextDouble(-1e9, 1e9);
            case FLOAT64 -> random.nextDouble(-1e300, 1e300);
            case BOOL -> random.nextBoolean();
            case STRING, ARRAY -> "ä€𝄞\uFFFD\0 text".substring(random.nextInt(3));
        };
    }

    private static Map<TensorInfo, byte[]> tensors(SplittableRandom random, GgufWriter writer) {
        Map<TensorInfo, byte[]> tensors = new LinkedHashMap<>();
        BlockType[] types = BlockType.values();
        for (int index = random.nextInt(6); index > 0; index--) {
            BlockType type = types[random.nextInt(types.length)];
            List<Integer> shape = new ArrayList<>();
            for (int rank = random.nextInt(4); rank > 0; rank--) {
                shape.add(1 + random.nextInt(4));
            }
            shape.add(type.blockSize() * (1 + random.nextInt(3)));
            long count = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            TensorInfo info =
                    new TensorInfo("blk." + index + ".weight", type, shape, type.bytesFor(count));
            byte[] bytes = new byte[(int) info.byteSize()];
            random.nextBytes(bytes);
            writer.tensor(info, MemorySegment.ofArray(bytes));
            tensors.put(info, bytes);
        }
        return tensors;
    }
}
