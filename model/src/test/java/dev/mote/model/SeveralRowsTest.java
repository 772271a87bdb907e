package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.util.Arrays;

/** Passes that take several tokens of several sequences. */
class SeveralRowsTest {
    private static final int[] PROMPT = {6, 270, 301, 201, 54, 41, 16, 113};
    private static final int[] NEXT = {17, 4, 250, 33, 9, 61, 300, 2, 77, 5, 18, 29};

    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Kernels.open(2);

    @AfterEach
    void release() {
        kernels.close();
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-bias",
                "gemma2",
                "lfm2",
                "smollm3",
                "starcoder2",
                "olmo2-swa",
                "qwen3moe"
            })
    void computeEachRowAsItIsComputedAlone(String name) {
        try (EditedModel file = EditedModel.golden(name);
                DecoderModel model = Models.openDecoder(file, kernels)) {
            float[][] alone = oneByOne(model, NEXT);
            assertThat(together(model, NEXT)).isDeepEqualTo(alone);

            int[] lengths = {5, 1, 4, 2};
            float[][] mixed = new float[12][];
            int row = 0;
            for (int length : lengths) {
                for (int i = 0; i < length; i++) {
                    mixed[row++] = alone[i];
                }
            }
            assertThat(together(model, NEXT, lengths)).isDeepEqualTo(mixed);
        }
    }

    private float[][] oneByOne(DecoderModel model, int[] tokens) {
        try (DecoderState state = begun(model)) {
            float[][] rows = new float[tokens.length][];
            for (int i = 0; i < tokens.length; i++) {
                FloatMatrix logits = matrix(model, 1);
                model.forward(state, new int[] {tokens[i]}, logits);
                rows[i] = rows(logits)[0];
            }
            return rows;
        }
    }

    /** Logits of each sequence's first tokens. */
    private float[][] together(DecoderModel model, int[] tokens, int... lengths) {
        int[] counts = lengths.length == 0 ? new int[] {tokens.length} : lengths;
        DecoderState[] states = new DecoderState[counts.length];
        int[] all = new int[Arrays.stream(counts).sum()];
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            states[i] = begun(model);
            System.arraycopy(tokens, 0, all, at, counts[i]);
            at += counts[i];
        }
        FloatMatrix logits = matrix(model, all.length);
        model.forward(states, counts, all, logits);
        for (int i = 0; i < counts.length; i++) {
            assertThat(states[i].position()).isEqualTo(PROMPT.length + counts[i]);
            states[i].close();
        }
        return rows(logits);
    }

    @Test
    void refusesLengthsThatDoNotAddUp() {
        try (EditedModel file = EditedModel.golden("llama-bias");
                DecoderModel model = Models.openDecoder(file, kernels);
                DecoderState state = begun(model)) {
            DecoderState[] states = {state};
            assertThatThrownBy(() ->
                            model.forward(
                                    states, new int[] {3}, new int[] {1, 2}, matrix(model, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("2 tokens and 2 rows of logits for 1 sequences with [3] tokens");
            assertThatThrownBy(() ->
                            model.forward(states, new int[] {0}, new int[] {1}, matrix(model, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(state.position()).isEqualTo(PROMPT.length);
        }
    }

    private DecoderState begun(DecoderModel model) {
        DecoderState state = model.newState(32, BlockType.F16);
        model.forward(state, PROMPT, matrix(model, 0));
        return state;
    }

    private FloatMatrix matrix(DecoderModel model, int rows) {
        return FloatMatrix.allocate(arena, rows, model.vocabularySize());
    }

    private static float[][] rows(FloatMatrix matrix) {
        float[][] rows = new float[matrix.rows()][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            matrix.copyRow(i, rows[i], 0);
        }
        return rows;
    }
}
