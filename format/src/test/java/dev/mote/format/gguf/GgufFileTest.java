package dev.mote.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

class GgufFileTest {
    @TempDir Path folder;

    /** Every scalar type, arrays of each kind, two tensors; 32-byte alignment. */
    static GgufBytes sample() {
        return GgufBytes.header(2, 16)
                .key("u8", GgufValueType.UINT8)
                .int8(0xFF)
                .key("i8", GgufValueType.INT8)
                .int8(0xFF)
                .key("u16", GgufValueType.UINT16)
                .int8(0xFF)
                .int8(0xFF)
                .key("i16", GgufValueType.INT16)
                .int8(0xFF)
                .int8(0xFF)
                .key("u32", GgufValueType.UINT32)
                .int32(-1)
                .key("i32", GgufValueType.INT32)
                .int32(-1)
                .key("f32", GgufValueType.FLOAT32)
                .int32(Float.floatToIntBits(0.5f))
                .key("yes", GgufValueType.BOOL)
                .int8(1)
                .key("text", GgufValueType.STRING)
                .string("grüße")
                .key("u64", GgufValueType.UINT64)
                .int64(Long.MAX_VALUE)
                .key("i64", GgufValueType.INT64)
                .int64(Long.MIN_VALUE)
                .key("f64", GgufValueType.FLOAT64)
                .int64(Double.doubleToLongBits(1e300))
                .key("words", GgufValueType.ARRAY)
                .int32(GgufValueType.STRING.id())
                .int64(3)
                .string("a")
                .string("")
                .string("\uFFFD")
                .key("ids", GgufValueType.ARRAY)
                .int32(GgufValueType.INT32.id())
                .int64(2)
                .int32(7)
                .int32(-8)
                .key("scores", GgufValueType.ARRAY)
                .int32(GgufValueType.FLOAT32.id())
                .int64(1)
                .int32(Float.floatToIntBits(-1.5f))
                .key("flags", GgufValueType.ARRAY)
                .int32(GgufValueType.BOOL.id())
                .int64(2)
                .int8(0)
                .int8(1)
                .tensor("weight", 8, 0, 32, 2)
                .tensor("bias", 0, 96, 1)
                .align(32)
                .raw(new byte[68])
                .align(32)
                .int32(Float.floatToIntBits(2.5f));
    }

    @Test
    void readsEveryValueType() {
        try (GgufFile file = GgufFile.open(sample().write(folder))) {
            var metadata = file.metadata();
            assertThat(metadata.integer("u8")).contains(255);
            assertThat(metadata.integer("i8")).contains(-1);
            assertThat(metadata.integer("u16")).contains(65_535);
            assertThat(metadata.integer("i16")).contains(-1);
            assertThat(metadata.value("u32")).contains(0xFFFF_FFFFL);
            assertThat(metadata.integer("i32")).contains(-1);
            assertThat(metadata.number("f32")).contains(0.5);
            assertThat(metadata.number("i8")).contains(-1.0);
            assertThat(metadata.bool("yes")).contains(true);
            assertThat(metadata.string("text")).contains("grüße");
            assertThat(metadata.value("u64")).contains(Long.MAX_VALUE);
            assertThat(metadata.value("i64")).contains(Long.MIN_VALUE);
            assertThat(metadata.number("f64")).contains(1e300);
            assertThat(metadata.strings("words")).contains(List.of("a", "", "\uFFFD"));
            assertThat(metadata.integers("ids").orElseThrow()).containsExactly(7, -8);
            assertThat(metadata.integers("i32").orElseThrow()).containsExactly(-1);
            assertThat(metadata.numbers("scores").orElseThrow()).containsExactly(-1.5f);
            assertThat(metadata.value("flags")).contains(List.of(false, true));
            assertThat(metadata.keys()).hasSize(16).startsWith("u8", "i8");
            assertThat(metadata.string("absent")).isEmpty();
            assertThat(file.version()).isEqualTo(3);
        }
    }

    @Test
    void mapsTensorsWithShapesOutermostFirst() {
        try (GgufFile file = GgufFile.open(sample().write(folder))) {
            assertThat(file.tensors().values())
                    .containsExactly(
                            new TensorInfo("weight", BlockType.Q8_0, List.of(2, 32), 68),
                            new TensorInfo("bias", BlockType.F32, List.of(1), 4));
            MemorySegment bias = file.data("bias");
            assertThat(bias.byteSize()).isEqualTo(4);
            assertThat(bias.isReadOnly()).isTrue();
            assertThat(bias.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0)).isEqualTo(2.5f);
        }
    }

    @Test
    void closingUnmapsEverySegmentHandedOut() {
        GgufFile file = GgufFile.open(sample().write(folder));
        MemorySegment bias = file.data("bias");
        file.close();
        file.close();
        assertThatThrownBy(() -> bias.get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesTheTensorThatIsNotThere() {
        try (GgufFile file = GgufFile.open(sample().write(folder))) {
            assertThatThrownBy(() -> file.data("blk.0"))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageEndingWith("model.gguf: there is no tensor 'blk.0'");
        }
    }

    @Test
    void accessorsNameKeyAndTypeThatDoNotFit() {
        try (GgufFile file = GgufFile.open(sample().write(folder))) {
            var metadata = file.metadata();
            assertThatThrownBy(() -> metadata.integer("u32"))
                    .hasMessageEndingWith(
                            "metadata key 'u32' is 4294967295, expected an integer of 32 bits");
            assertThatThrownBy(() -> metadata.strings("ids"))
                    .hasMessageEndingWith(
                            "metadata key 'ids' is an array of 2 × Long, expected an array of"
                                    + " strings");
            assertThatThrownBy(() -> metadata.integers("words"))
                    .hasMessageEndingWith(
                            "metadata key 'words[0]' is the string 'a', expected an integer");
            assertThatThrownBy(() -> metadata.requireString("absent"))
                    .hasMessageEndingWith("metadata key 'absent' is missing");
        }
    }

    @Test
    void saysThatAFileIsMissing() {
        Path absent = folder.resolve("absent.gguf");
        assertThatThrownBy(() -> GgufFile.open(absent))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(absent + ": no such file");
    }

    @Test
    void saysThatAFolderIsNoFile() {
        assertThatThrownBy(() -> GgufFile.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(folder + ": is a folder, expected a GGUF file");
    }
}
