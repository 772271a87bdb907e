package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.Arrays;

/** How decoders and their states behave, whatever they compute. */
class DecoderModelTest {
    private static final int[] TOKENS = {6, 270, 301, 201, 54, 41, 16, 113};

    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Kernels.open(2, "vector");

    @AfterEach
    void release() {
        kernels.close();
        arena.close();
    }

    @Test
    void givesLogitsOfTheLastRowsOnly() {
        with(
                "llama-bias",
                model -> {
                    float[][] all = logits(model, TOKENS, TOKENS.length);
                    float[][] last = logits(model, TOKENS, 2);

                    for (int i = 0; i < 2; i++) {
                        // Sums may be grouped otherwise where fewer rows are multiplied at once.
                        assertThat(last[i])
                                .usingComparatorWithPrecision(1e-4f)
                                .containsExactly(all[TOKENS.length - 2 + i]);
                    }
                });
    }

    @Test
    void takesTokensWithoutComputingAnyLogits() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState state = model.newState(8, BlockType.F32)) {
                        model.forward(state, TOKENS, rows(model, 0));

                        assertThat(state.position()).isEqualTo(TOKENS.length);
                    }
                });
    }

    @Test
    void computesThePromptInChunksAsAWhole() {
        int[] prompt = new int[1100]; // three internal chunks, with logits across two borders
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = i * 31 % 320;
        }
        with(
                "llama-bias",
                model -> {
                    try (DecoderState whole = model.newState(1100, BlockType.F32);
                            DecoderState single = model.newState(1100, BlockType.F32)) {
                        FloatMatrix expected = rows(model, 1);
                        FloatMatrix many = rows(model, 700);
                        model.forward(whole, prompt, many);
                        for (int i = 0; i < prompt.length; i++) {
                            model.forward(single, new int[] {prompt[i]}, expected);
                            int row = i - 400;
                            if (row >= 0 && row % 50 == 0) {
                                assertThat(row(many, row))
                                        .usingComparatorWithPrecision(1e-3f)
                                        .containsExactly(row(expected, 0));
                            }
                        }
                    }
                });
    }

    @Test
    void givesTheSameAfterGoingBack() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState state = model.newState(16, BlockType.F16)) {
                        FloatMatrix first = rows(model, 1);
                        FloatMatrix again = rows(model, 1);
                        model.forward(state, TOKENS, first);
                        model.forward(state, new int[] {7, 8, 9}, rows(model, 1));
                        state.truncate(TOKENS.length - 1);
                        model.forward(state, new int[] {TOKENS[TOKENS.length - 1]}, again);

                        assertThat(row(again, 0))
                                .usingComparatorWithPrecision(1e-4f)
                                .containsExactly(row(first, 0));
                        assertThat(state.position()).isEqualTo(TOKENS.length);
                    }
                });
    }

    @Test
    void convolutionsStartAnewButDoNotGoBackInto() {
        with(
                "lfm2",
                model -> {
                    try (DecoderState state = model.newState(16, BlockType.F32)) {
                        FloatMatrix first = rows(model, 1);
                        FloatMatrix again = rows(model, 1);
                        model.forward(state, TOKENS, first);

                        assertThat(state.canTruncate()).isFalse();
                        assertThatThrownBy(() -> state.truncate(3))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("cannot go back to position 3, only to 0");

                        state.truncate(0);
                        model.forward(state, TOKENS, again);
                        assertThat(row(again, 0)).isEqualTo(row(first, 0));
                    }
                });
    }

    @Test
    void aStepThatFailsInTheMiddleLeavesAStateThatCanGoOn() {
        for (String name : new String[] {"lfm2", "llama-bias"}) {
            with(
                    name,
                    model -> {
                        try (DecoderState state = model.newState(16, BlockType.F32)) {
                            FloatMatrix first = rows(model, 1);
                            FloatMatrix again = rows(model, 1);
                            model.forward(state, TOKENS, first);
                            int before = TOKENS.length;
                            assertThatThrownBy(
                                            () -> model.forward(state, new int[] {7}, freed(model)))
                                    .isInstanceOf(IllegalStateException.class);
                            assertThat(state.position())
                                    .isEqualTo(state.canTruncate() ? before : 0);

                            int from = Math.max(0, state.position() - 1);
                            state.truncate(from);
                            model.forward(state, Arrays.copyOfRange(TOKENS, from, before), again);
                            assertThat(row(again, 0))
                                    .usingComparatorWithPrecision(1e-4f)
                                    .containsExactly(row(first, 0));
                        }
                    });
        }
    }

    /** Logits that can no longer be written: the step fails at its very end. */
    private static FloatMatrix freed(DecoderModel model) {
        try (Arena shortLived = Arena.ofShared()) {
            return FloatMatrix.allocate(shortLived, 1, model.vocabularySize());
        }
    }

    @Test
    void refusesMoreTokensThanThereIsRoomAndLeavesTheStateAlone() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState state = model.newState(10, BlockType.F32)) {
                        model.forward(state, TOKENS, rows(model, 1));

                        assertThatThrownBy(() ->
                                        model.forward(state, new int[] {1, 2, 3}, rows(model, 1)))
                                .isInstanceOf(ContextOverflowException.class)
                                .hasMessageStartingWith("11 tokens do not fit the context of 10");
                        assertThat(state.position()).isEqualTo(TOKENS.length);
                    }
                });
    }

    @Test
    void refusesTokensOutsideTheVocabulary() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState state = model.newState(10, BlockType.F32)) {
                        assertThatThrownBy(() ->
                                        model.forward(state, new int[] {1, 320}, rows(model, 1)))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessage(
                                        "token 320 at index 1 is outside the vocabulary of 320");
                    }
                });
    }

    @Test
    void refusesTheStateOfAnotherModel() {
        with(
                "llama-bias",
                model ->
                        with(
                                "llama-bias",
                                other -> {
                                    try (DecoderState state = other.newState(10, BlockType.F32)) {
                                        assertThatThrownBy(() ->
                                                        model.forward(
                                                                state, TOKENS, rows(model, 1)))
                                                .isInstanceOf(IllegalArgumentException.class)
                                                .hasMessage("the state belongs to another model");
                                    }
                                }));
    }

    @Test
    void countsTheBytesOfAState() {
        with(
                "llama-bias",
                model -> {
                    // 2 layers × keys and values × 4 heads of 16 × a page of 128 positions
                    long values = 2L * 2 * 4 * 16 * 128;
                    assertThat(model.stateBytes(100, BlockType.F32)).isEqualTo(4 * values);
                    assertThat(model.stateBytes(100, BlockType.F16)).isEqualTo(2 * values);
                    assertThat(model.stateBytes(129, BlockType.F16)).isEqualTo(4 * values);
                });
    }

    @Test
    void hiddenStatesProjectToTheLogits() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState state = model.newState(16, BlockType.F32)) {
                        FloatMatrix hidden = FloatMatrix.allocate(arena, 3, model.hiddenSize());
                        model.hidden(state, TOKENS, hidden);

                        assertThat(state.position()).isEqualTo(TOKENS.length);
                        for (int i = 0; i < 3; i++) {
                            assertThat(row(hidden, i)).isNotEqualTo(new float[64]);
                        }
                    }
                });
    }

    @Test
    void canBeClosedTwiceAndSaysSoWhenUsedAfterwards() {
        try (EditedModel file = EditedModel.golden("llama-bias")) {
            DecoderModel model = Models.openDecoder(file, kernels);
            DecoderState state = model.newState(10, BlockType.F32);
            model.close();
            model.close();

            assertThatThrownBy(() -> model.forward(state, TOKENS, rows(model, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the model is closed");
            state.close();
            state.close();
        }
    }

    private interface Use {
        void of(DecoderModel model);
    }

    private void with(String golden, Use use) {
        try (EditedModel file = EditedModel.golden(golden);
                DecoderModel model = Models.openDecoder(file, kernels)) {
            use.of(model);
        }
    }

    private float[][] logits(DecoderModel model, int[] tokens, int count) {
        try (DecoderState state = model.newState(tokens.length, BlockType.F32)) {
            FloatMatrix logits = rows(model, count);
            model.forward(state, tokens, logits);
            float[][] values = new float[count][];
            Arrays.setAll(values, i -> row(logits, i));
            return values;
        }
    }

    private FloatMatrix rows(DecoderModel model, int count) {
        return FloatMatrix.allocate(arena, count, model.vocabularySize());
    }

    private static float[] row(FloatMatrix matrix, int row) {
        float[] values = new float[matrix.columns()];
        matrix.copyRow(row, values, 0);
        return values;
    }
}
