package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.kernel.Kernels;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a file must hold to be opened, and what is said when it does not. */
class ModelsTest {
    private static final String Q = "blk.1.attn_q.weight";

    @Test
    void namesTheSupportedArchitecturesWhenOneIsUnknown() {
        try (EditedModel file =
                EditedModel.golden("llama-bias").set("general.architecture", "rwkv7")) {
            assertThatThrownBy(() -> Models.kind(file))
                    .isInstanceOf(UnsupportedArchitectureException.class)
                    .hasMessage(
                            "llama-bias.gguf: architecture 'rwkv7' is not supported; this build"
                                + " knows bert, gemma, gemma-embedding, gemma2, gemma3, gpt2,"
                                + " granite, jina-bert-v2, lfm2, llama, nomic-bert, olmo2, phi3,"
                                + " qwen2, qwen3, qwen3moe, smollm3, starcoder2, t5");
        }
    }

    @Test
    void tellsWhatAnArchitectureIsFor() {
        try (EditedModel decoder = EditedModel.golden("llama-bias");
                EditedModel encoder = EditedModel.golden("bert-mean");
                EditedModel both = EditedModel.golden("t5")) {
            assertThat(Models.kind(decoder)).isEqualTo(ModelKind.DECODER);
            assertThat(Models.kind(encoder)).isEqualTo(ModelKind.ENCODER);
            assertThat(Models.kind(both)).isEqualTo(ModelKind.ENCODER_DECODER);
        }
    }

    @Test
    void refusesToOpenAnEncoderAsADecoder() {
        try (EditedModel file = EditedModel.golden("bert-mean")) {
            assertRefused(
                    file,
                    "bert-mean.gguf: architecture 'bert' is no decoder; it does not continue text");
        }
    }

    @Test
    void namesShapesAndReasonOfATensorThatDoesNotFit() {
        try (EditedModel file = EditedModel.golden("llama-bias").reshape(Q, List.of(32, 128))) {
            assertRefused(
                    file,
                    "llama-bias.gguf: tensor 'blk.1.attn_q.weight' is [32, 128], architecture llama"
                            + " with 4 heads of 16 and 4 key/value heads and embedding_length 64"
                            + " expects [64, 64]");
        }
    }

    @Test
    void namesAMissingTensor() {
        try (EditedModel file = EditedModel.golden("llama-bias").dropTensor(Q)) {
            assertRefused(
                    file,
                    "llama-bias.gguf: tensor 'blk.1.attn_q.weight', which architecture llama needs,"
                            + " is missing");
        }
    }

    @Test
    void refusesATensorThatWouldBeLeftOutOfTheComputation() {
        try (EditedModel file =
                EditedModel.golden("llama-bias")
                        .renameTensor("blk.0.attn_k.bias", "blk.0.attn_k_norm.weight")) {
            assertRefused(
                    file,
                    "llama-bias.gguf: tensor 'blk.0.attn_k_norm.weight' has no place in"
                        + " architecture llama; without it the model would compute something else");
        }
    }

    @Test
    void refusesMoreLayersThanTheLimit() {
        try (EditedModel file = EditedModel.golden("llama-bias").set("llama.block_count", 513L)) {
            assertRefused(
                    file,
                    "llama-bias.gguf: metadata key 'llama.block_count': is 513, expected 1 to 512");
        }
    }

    @Test
    void refusesHeadsThatCannotShareKeys() {
        try (EditedModel file =
                EditedModel.golden("llama-bias").set("llama.attention.head_count_kv", 3L)) {
            assertRefused(
                    file,
                    "llama-bias.gguf: metadata key 'llama.attention.head_count_kv': 4 heads cannot"
                            + " share 3 key/value heads evenly");
        }
    }

    @Test
    void refusesAnOddRotatedWidth() {
        try (EditedModel file =
                EditedModel.golden("llama-bias").set("llama.rope.dimension_count", 15L)) {
            assertRefused(
                    file,
                    "llama-bias.gguf: metadata key 'llama.rope.dimension_count': is 15, expected an"
                            + " even number up to the head size 16");
        }
    }

    @Test
    void refusesAScalingItDoesNotKnow() {
        try (EditedModel file =
                EditedModel.golden("llama-bias").set("llama.rope.scaling.type", "dynamic")) {
            assertRefused(
                    file,
                    "llama-bias.gguf: metadata key 'llama.rope.scaling.type': is 'dynamic', this"
                            + " build knows none, linear, yarn, longrope");
        }
    }

    @Test
    void refusesARerankerWithoutItsHead() {
        try (EditedModel file = EditedModel.golden("bert-mean").set("bert.pooling_type", 4L);
                Kernels kernels = Kernels.open(1, "reference")) {
            assertThatThrownBy(() -> Models.openEncoder(file, kernels))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("tensor 'cls.weight'");
        }
    }

    private static void assertRefused(EditedModel file, String message) {
        try (Kernels kernels = Kernels.open(1, "reference")) {
            assertThatThrownBy(() -> Models.openDecoder(file, kernels))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(message);
        }
    }
}
