package dev.mote.model.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.gguf.GgufFile;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.Kernels;
import dev.mote.model.Models;
import dev.mote.model.conformance.GoldenCheck;
import dev.mote.model.conformance.Tolerance;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checkpoints in Hugging Face's layout give the goldens' results: each golden model is written as
 * the checkpoint it could have come from, read back, and checked in full.
 */
class HuggingFaceModelTest {
    @TempDir Path folder;

    @Test
    void agreesWithEveryGoldenWrittenAsACheckpoint() throws Exception {
        Optional<Path> cases = Conformance.folder("golden/models");
        if (cases.isEmpty()) {
            Conformance.skipped("checkpoints", "no folder golden/models");
            return;
        }
        List<Golden> goldens = Golden.all(cases.get());
        int passed = 0;
        try (Kernels kernels = Kernels.open(2, "vector")) {
            for (Golden golden : goldens) {
                Path checkpoint = folder.resolve(golden.name());
                try (ModelFile gguf = GgufFile.open(golden.file("model"))) {
                    Checkpoints.of(gguf, checkpoint);
                }
                try (HuggingFaceModel model = HuggingFaceModel.open(checkpoint)) {
                    new GoldenCheck(golden, kernels, Tolerance.F32).run(model);
                }
                passed++;
            }
        } finally {
            Conformance.report("checkpoints (vector)", passed, goldens.size());
        }
    }

    @Test
    void foldsLlama3ScalingIntoFrequencyFactors() throws Exception {
        float[] factors = ropeFactors("llama3", 32);

        // Wavelengths of 2π·500000^(2i/32) against 8192/4 and 8192/1 positions.
        assertThat(factors[0]).isEqualTo(1f);
        assertThat(factors[15]).isEqualTo(8f);
        List<Float> blended = new ArrayList<>();
        for (float factor : factors) {
            if (factor > 1 && factor < 8) {
                blended.add(factor);
            }
        }
        assertThat(blended).isNotEmpty().isSorted();
    }

    @Test
    void refusesScalingItDoesNotCompute() throws Exception {
        checkpoint()
                .config("rope_scaling", Map.of("rope_type", "dynamic", "factor", 2.0))
                .write(folder);

        assertThatThrownBy(() -> HuggingFaceModel.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(
                        "'rope_scaling.rope_type' is 'dynamic', supported is default, linear,"
                                + " llama3, yarn, longrope");
    }

    @Test
    void refusesModelTypesItDoesNotKnow() throws Exception {
        checkpoint().config("model_type", "rwkv").write(folder);

        assertThatThrownBy(() -> HuggingFaceModel.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'model_type' is 'rwkv', supported is bert, gemma,");
    }

    @Test
    void refusesActivationsItDoesNotCompute() throws Exception {
        checkpoint().config("hidden_act", "relu2").write(folder);

        assertThatThrownBy(() -> HuggingFaceModel.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'hidden_act' is 'relu2', supported is silu");
    }

    @Test
    void namesTheCheckpointsTensorThatHasNoPlace() throws Exception {
        try (ModelFile gguf = GgufFile.open(golden("llama-bias"))) {
            Checkpoints.writer(gguf)
                    .floats("model.layers.0.surprise.weight", List.of(1), new float[1])
                    .write(folder);
        }

        try (HuggingFaceModel model = HuggingFaceModel.open(folder);
                Kernels kernels = Kernels.open(1, "reference")) {
            assertThatThrownBy(() -> Models.openDecoder(model, kernels))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(
                            "tensor 'model.layers.0.surprise.weight' has no place in architecture"
                                    + " llama");
        }
    }

    @Test
    void limitsContextWhereAllLayersSeeAWindow() throws Exception {
        checkpoint().config("sliding_window", 7).write(folder);

        try (HuggingFaceModel model = HuggingFaceModel.open(folder)) {
            assertThat(model.metadata().integer("llama.context_length")).contains(7);
        }
    }

    @Test
    void readsTiedWeightsOnceThoughTheFileHasACopy() throws Exception {
        CheckpointWriter writer = checkpoint().config("tie_word_embeddings", true);
        writer.floats("lm_head.weight", List.of(2, 2), new float[4]).write(folder);

        try (HuggingFaceModel model = HuggingFaceModel.open(folder)) {
            assertThat(model.tensors()).doesNotContainKey("output.weight");
        }
    }

    private float[] ropeFactors(String type, int headSize) throws Exception {
        checkpoint()
                .config("head_dim", headSize)
                .config("rope_theta", 500000.0)
                .config(
                        "rope_scaling",
                        Map.of(
                                "rope_type", type,
                                "factor", 8.0,
                                "low_freq_factor", 1.0,
                                "high_freq_factor", 4.0,
                                "original_max_position_embeddings", 8192))
                .write(folder);
        try (HuggingFaceModel model = HuggingFaceModel.open(folder)) {
            float[] factors = new float[headSize / 2];
            BlockType.F32.decode(model.data("rope_freqs.weight"), 0, factors, 0, factors.length);
            return factors;
        }
    }

    /** A configuration without weights worth the name. */
    private static CheckpointWriter checkpoint() {
        return new CheckpointWriter()
                .config("model_type", "llama")
                .config("num_hidden_layers", 1)
                .config("hidden_size", 64)
                .config("num_attention_heads", 2)
                .config("intermediate_size", 64)
                .config("max_position_embeddings", 128)
                .config("rms_norm_eps", 1e-5)
                .floats("model.norm.weight", List.of(64), new float[64]);
    }

    private static Path golden(String name) {
        return Conformance.file("golden/models/" + name + ".gguf").orElseThrow();
    }
}
