package dev.mote.format.safetensors;

import static dev.mote.format.safetensors.FolderWriter.safetensors;
import static dev.mote.format.safetensors.FolderWriter.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SafetensorsFolderTest {
    private static final String HEADER =
            """
            {"__metadata__": {"format": "pt"},
             "b": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [8, 20]},
             "ids": {"dtype": "I64", "shape": [1, 1], "data_offsets": [0, 8]},
             "a": {"dtype": "F32", "shape": [], "data_offsets": [20, 24]}}
            """;

    @TempDir Path folder;

    @BeforeEach
    void writeConfig() {
        write(
                folder,
                "config.json",
                """
                {"model_type": "llama", "hidden_size": 64, "rms_norm_eps": 1e-5, "none": null,
                 "eos_token_id": [1, 2], "rope_scaling": {"factor": 8.0, "type": "linear"},
                 "quantization": [{"bits": 4}]}
                """);
    }

    @Test
    void readsASingleFile() {
        write(folder, "model.safetensors", safetensors(HEADER, 24));
        try (SafetensorsFolder model = SafetensorsFolder.open(folder)) {
            assertThat(model.tensors().values())
                    .containsExactly(
                            new TensorInfo("b", BlockType.BF16, List.of(2, 3), 12),
                            new TensorInfo("a", BlockType.F32, List.of(1), 4));
            assertThat(model.data("b").toArray(ValueLayout.JAVA_BYTE))
                    .containsExactly(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
            assertThat(model.data("a").isReadOnly()).isTrue();
        }
    }

    @Test
    void showsConfigFlatAndWhole() {
        write(folder, "model.safetensors", safetensors(HEADER, 24));
        try (SafetensorsFolder model = SafetensorsFolder.open(folder)) {
            assertThat(model.metadata().requireString("model_type")).isEqualTo("llama");
            assertThat(model.metadata().requireInteger("hidden_size")).isEqualTo(64);
            assertThat(model.metadata().requireNumber("rope_scaling.factor")).isEqualTo(8.0);
            assertThat(model.metadata().integers("eos_token_id").orElseThrow())
                    .containsExactly(1, 2);
            assertThat(model.metadata().keys()).doesNotContain("none", "quantization");
            assertThat(model.config()).containsKeys("none", "quantization");
            assertThatThrownBy(() -> model.metadata().requireInteger("model_type"))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(
                            folder.resolve("config.json")
                                    + ": metadata key 'model_type' is the string 'llama',"
                                    + " expected an integer");
        }
    }

    @Test
    void offersNoTensorsThatAreNoWeights() {
        Path file = write(folder, "other.safetensors", safetensors(HEADER, 24));
        try (SafetensorsFolder model = SafetensorsFolder.open(file)) {
            assertThatThrownBy(() -> model.data("ids"))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(
                            file + ": tensor 'ids' is of type I64, weights are F32, F16 or BF16");
            assertThatThrownBy(() -> model.data("c")).hasMessage(file + ": there is no tensor 'c'");
        }
    }

    @Test
    void readsAllFilesOfAnIndex() {
        Path first = shards();
        for (Path path : List.of(folder, first)) {
            try (SafetensorsFolder model = SafetensorsFolder.open(path)) {
                assertThat(model.tensors().keySet()).containsExactly("y", "x");
                assertThat(model.data("y").byteSize()).isEqualTo(8);
            }
        }
    }

    private Path shards() {
        write(
                folder,
                "model.safetensors.index.json",
                """
                {"metadata": {"total_size": 12},
                 "weight_map": {"y": "model-00002-of-00002.safetensors",
                                "x": "model-00001-of-00002.safetensors"}}
                """);
        write(
                folder,
                "model-00002-of-00002.safetensors",
                safetensors("{\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8));
        return write(
                folder,
                "model-00001-of-00002.safetensors",
                safetensors("{\"x\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4));
    }

    @Test
    void refusesAnIndexThatLeavesTheFolder() {
        shards();
        Path index =
                write(
                        folder,
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"y\": \"../secret.safetensors\"}}");
        refuses(
                folder,
                index
                        + ": tensor 'y' is said to be in '../secret.safetensors', expected the"
                        + " plain name of a .safetensors file");
    }

    @Test
    void namesTheMissingShardAndTheMissingTensor() {
        shards();
        Path index =
                write(
                        folder,
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"y\": \"absent.safetensors\"}}");
        refuses(folder, index + ": 'absent.safetensors' is missing beside it");
        write(
                folder,
                "model.safetensors.index.json",
                "{\"weight_map\": {\"z\": \"model-00001-of-00002.safetensors\"}}");
        refuses(folder, index + ": tensor 'z' is not in 'model-00001-of-00002.safetensors'");
        write(folder, "model.safetensors.index.json", "{}");
        refuses(folder, index + ": there is no object 'weight_map'");
    }

    @Test
    void findsCompanionFiles() {
        write(folder, "model.safetensors", safetensors(HEADER, 24));
        Path tokenizer = write(folder, "tokenizer.json", "{}");
        try (SafetensorsFolder model = SafetensorsFolder.open(folder)) {
            assertThat(model.file("tokenizer.json")).contains(tokenizer);
            assertThat(model.file("tokenizer_config.json")).isEmpty();
        }
    }

    @Test
    void saysWhatAFolderLacks() {
        refuses(folder, folder + ": holds no .safetensors file");
        write(folder, "a.safetensors", safetensors(HEADER, 24));
        SafetensorsFolder.open(folder).close();
        write(folder, "b.safetensors", safetensors(HEADER, 24));
        refuses(
                folder,
                folder
                        + ": holds several .safetensors files but no"
                        + " 'model.safetensors.index.json'; name the one to open");
        assertThatThrownBy(() -> SafetensorsFolder.open(folder.resolve("c.safetensors")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(folder.resolve("c.safetensors") + ": no such file");
    }

    @Test
    void saysThatAFolderHoldsNoModel(@TempDir Path bare) throws IOException {
        refuses(
                bare,
                bare
                        + ": the folder holds no safetensors and no 'config.json'; name a model's"
                        + " folder or its .gguf file");
        Files.createFile(bare.resolve("a.gguf"));
        refuses(
                bare,
                bare
                        + ": the folder holds no safetensors and no 'config.json'; name a model's"
                        + " file, such as 'a.gguf' in it");
    }

    @Test
    void asksForTheConfig(@TempDir Path bare) {
        Path file = write(bare, "model.safetensors", safetensors(HEADER, 24));
        for (Path path : List.of(bare, file)) {
            refuses(
                    path,
                    path
                            + ": 'config.json' is missing beside the weights; fetch the whole"
                            + " folder");
        }
    }

    private static void refuses(Path path, String message) {
        assertThatThrownBy(() -> SafetensorsFolder.open(path))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(message);
    }
}
