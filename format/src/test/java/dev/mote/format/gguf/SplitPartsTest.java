package dev.mote.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SplitPartsTest {
    @TempDir Path folder;

    /** Writes part {@code number} of 3, holding one float of that value. */
    private Path part(int number, String tensor, int tensorCount) {
        GgufWriter writer =
                new GgufWriter()
                        .put("split.no", GgufValueType.UINT16, number)
                        .put("split.count", GgufValueType.UINT16, 3)
                        .put("split.tensors.count", GgufValueType.INT32, tensorCount)
                        .tensor(
                                new TensorInfo(tensor, BlockType.F32, List.of(1), 4),
                                MemorySegment.ofArray(new float[] {number}));
        if (number == 0) {
            writer.put("general.name", GgufValueType.STRING, "whole");
        }
        Path path = folder.resolve("m-%05d-of-00003.gguf".formatted(number + 1));
        writer.write(path, (info, written, total) -> {});
        return path;
    }

    @Test
    void anyPartOpensAll() {
        List<Path> paths = List.of(part(0, "a", 3), part(1, "b", 3), part(2, "c", 3));
        for (Path path : paths) {
            try (GgufFile file = GgufFile.open(path)) {
                assertThat(file.metadata().string("general.name")).contains("whole");
                assertThat(file.tensors().keySet()).containsExactly("a", "b", "c");
                assertThat(file.data("c").get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0)).isEqualTo(2f);
                assertThat(file.path()).isEqualTo(path);
            }
        }
    }

    @Test
    void namesTheMissingPart() {
        Path path = part(0, "a", 3);
        part(1, "b", 3);
        refuses(path, "part 3 of 3 is missing: expected 'm-00003-of-00003.gguf' beside it");
    }

    @Test
    void refusesATensorInTwoParts() {
        Path path = part(0, "a", 3);
        part(1, "b", 3);
        part(2, "a", 3);
        refuses(path, "tensor 'a' appears in two parts");
    }

    @Test
    void refusesAWrongTensorCount() {
        Path path = part(0, "a", 4);
        part(1, "b", 4);
        part(2, "c", 4);
        refuses(path, "the 3 parts hold 3 tensors, key 'split.tensors.count' says 4");
    }

    @Test
    void refusesARenamedPart() throws IOException {
        Path path = Files.move(part(0, "a", 3), folder.resolve("renamed.gguf"));
        refuses(path, "holds part 1 of 3, expected it to be named like 'NAME-00001-of-00003.gguf'");
    }

    @Test
    void refusesAPartInThePlaceOfAnother() throws IOException {
        Path first = part(0, "a", 3);
        part(1, "b", 3);
        Path third = folder.resolve("m-00003-of-00003.gguf");
        Files.copy(folder.resolve("m-00002-of-00003.gguf"), third);
        assertThatThrownBy(() -> GgufFile.open(first))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(
                        third + ": key 'split.no' is 1, expected 2: it belongs to another model");
    }

    @Test
    void refusesAHostilePartCount() {
        Path path = folder.resolve("m-00001-of-65535.gguf");
        new GgufWriter()
                .put("split.no", GgufValueType.UINT16, 0)
                .put("split.count", GgufValueType.UINT16, 65_535)
                .write(path, (info, written, total) -> {});
        refuses(path, "key 'split.count' is 65535, the limit is 1000");
    }

    private static void refuses(Path path, String message) {
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(path + ": " + message);
    }
}
