package dev.mote.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class QuantizerTest {
    private static final GgufWriter.Progress SILENT = (tensor, written, total) -> {};
    private static final List<BlockType> TYPES =
            List.of(
                    BlockType.F16,
                    BlockType.BF16,
                    BlockType.Q8_0,
                    BlockType.Q4_0,
                    BlockType.Q4_1,
                    BlockType.Q5_0,
                    BlockType.Q5_1);

    @TempDir Path folder;

    @Test
    void writesTheBytesLlamaCppWrites() {
        Optional<Path> cases = Conformance.folder("golden/quant");
        if (cases.isEmpty() || !Files.exists(cases.get().resolve("llama-q.F32.gguf"))) {
            Conformance.skipped("quantize", "no golden/quant/llama-q.F32.gguf in mote.shared");
            return;
        }
        int passed = 0;
        for (BlockType type : TYPES) {
            Path golden = cases.get().resolve("llama-q.%s.gguf".formatted(type));
            Path target = folder.resolve(type + ".gguf");
            try (GgufFile source = GgufFile.open(cases.get().resolve("llama-q.F32.gguf"))) {
                Quantizer.quantize(source, target, type, SILENT);
            }
            try (GgufFile expected = GgufFile.open(golden);
                    GgufFile written = GgufFile.open(target)) {
                assertThat(written.tensors()).isEqualTo(expected.tensors());
                for (String name : expected.tensors().keySet()) {
                    assertThat(written.data(name).mismatch(expected.data(name)))
                            .as("%s %s: first byte that differs", type, name)
                            .isEqualTo(-1);
                }
            }
            passed++;
        }
        Conformance.report("quantize", passed, TYPES.size());
    }

    @Test
    void convertsMatricesAndKeepsWhatQuantisationHarms() {
        GgufWriter writer =
                new GgufWriter()
                        .put("general.architecture", GgufValueType.STRING, "test")
                        .put("general.file_type", GgufValueType.UINT32, 0)
                        .put("quantize.imatrix.file", GgufValueType.STRING, "x");
        List<String> kept =
                List.of(
                        "output_norm.weight",
                        "position_embd.weight",
                        "token_types.weight",
                        "blk.0.ffn_gate_inp.weight",
                        "blk.0.shortconv.conv.weight",
                        "enc.blk.0.attn_rel_b.weight",
                        "blk.0.attn_q_norm.weight",
                        "blk.0.attn_q.bias");
        List<String> converted =
                List.of(
                        "token_embd.weight",
                        "blk.0.ffn_gate.weight",
                        "blk.0.ffn_gate_exps.weight",
                        "blk.0.shortconv.in_proj.weight");
        for (String name : kept) {
            add(writer, name, 2, 64);
        }
        add(writer, "blk.0.odd.weight", 2, 48);
        add(writer, "blk.0.vector.weight", 64);
        for (String name : converted) {
            add(writer, name, 2, 3, 64);
        }
        Path source = folder.resolve("in.gguf");
        writer.write(source, SILENT);
        Path target = folder.resolve("out.gguf");
        try (GgufFile file = GgufFile.open(source)) {
            Quantizer.Result result = Quantizer.quantize(file, target, BlockType.Q5_1, SILENT);
            assertThat(result.converted())
                    .extracting(TensorInfo::name)
                    .containsExactlyElementsOf(converted);
            assertThat(result.kept()).hasSize(kept.size() + 2);
            assertThat(result.requantised()).isEmpty();
            assertThat(result.targetBytes()).isEqualTo(target.toFile().length());
        }
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(file.metadata().keys())
                    .containsExactly(
                            "general.architecture",
                            "general.file_type",
                            "general.quantization_version");
            assertThat(file.metadata().integer("general.file_type")).contains(9);
            assertThat(file.metadata().integer("general.quantization_version")).contains(2);
            assertThat(file.tensors())
                    .containsEntry(
                            "blk.0.odd.weight",
                            new TensorInfo("blk.0.odd.weight", BlockType.F32, List.of(2, 48), 384));
        }
    }

    @Test
    void tellsThatAModelWasQuantisedBefore() {
        Path first = folder.resolve("q4.gguf");
        Path second = folder.resolve("q8.gguf");
        Path source = folder.resolve("in.gguf");
        GgufWriter writer = new GgufWriter();
        add(writer, "a.weight", 3, 70_016); // more than one slice
        writer.write(source, SILENT);
        try (GgufFile file = GgufFile.open(source)) {
            Quantizer.quantize(file, first, BlockType.Q4_0, SILENT);
        }
        try (GgufFile file = GgufFile.open(first)) {
            Quantizer.Result result = Quantizer.quantize(file, second, BlockType.Q8_0, SILENT);
            assertThat(result.requantised()).containsExactly(BlockType.Q4_0);
            assertThat(result.converted())
                    .containsExactly(
                            new TensorInfo(
                                    "a.weight", BlockType.Q8_0, List.of(3, 70_016), 223_176));
        }
        try (GgufFile file = GgufFile.open(second)) {
            float[] values = new float[3 * 70_016];
            BlockType.Q8_0.decode(file.data("a.weight"), 0, values, 0, values.length);
            for (int index = 0; index < values.length; index++) {
                assertThat(values[index]).isBetween(value(index) - 0.15f, value(index) + 0.15f);
            }
        }
    }

    @Test
    void refusesTypesItCannotWriteAndTheSourceAsTarget() throws IOException {
        Path source = folder.resolve("in.gguf");
        new GgufWriter().write(source, SILENT);
        byte[] before = Files.readAllBytes(source);
        try (GgufFile file = GgufFile.open(source)) {
            assertThatThrownBy(() -> Quantizer.quantize(file, source, BlockType.Q4_K, SILENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "weights cannot be written as Q4_K; choose F32, F16, BF16, Q8_0, Q5_1,"
                                    + " Q5_0, Q4_1 or Q4_0");
            assertThatThrownBy(() -> Quantizer.quantize(file, source, BlockType.Q4_0, SILENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + source + "' is the model itself; write to another file");
        }
        assertThat(source).hasBinaryContent(before);
    }

    private static void add(GgufWriter writer, String name, Integer... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = value(index);
        }
        byte[] bytes = MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE);
        writer.tensor(
                new TensorInfo(name, BlockType.F32, List.of(shape), bytes.length),
                MemorySegment.ofArray(bytes));
    }

    private static float value(int index) {
        return (float) Math.sin(index);
    }
}
