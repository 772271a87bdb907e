package dev.mote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFile;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPool;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.Consumer;

/** Sequences that take, share and give back pages of one pool. */
class PagedStateTest {
    private final Arena arena = Arena.ofAuto();

    @Test
    void takesPagesAsItGrowsAndGivesThemBack() {
        with(
                "llama-bias",
                model -> {
                    try (KvPool pool = model.newPool(BlockType.F16, 1 << 30)) {
                        long page = pool.pageBytes().getFirst();
                        DecoderState state = model.newState(1000, pool);
                        assertThat(pool.allocatedBytes()).isZero();
                        read(model, state, tokens(0, 100));
                        assertThat(pool.usedBytes()).isEqualTo(page);
                        read(model, state, tokens(100, 200));
                        assertThat(pool.usedBytes()).isEqualTo(3 * page);
                        state.truncate(128);
                        assertThat(pool.usedBytes()).isEqualTo(page);
                        state.close();
                        assertThat(pool.usedBytes()).isZero();
                        assertThat(pool.allocatedBytes()).isEqualTo(3 * page);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-bias", "gemma2", "olmo2-swa"})
    void readsOnFromPagesOfAnother(String name) {
        with(
                name,
                model -> {
                    try (KvPool pool = model.newPool(BlockType.F32, 1 << 30);
                            DecoderState first = model.newState(400, pool);
                            DecoderState second = model.newState(400, pool)) {
                        read(model, first, tokens(0, 180));
                        try (KvBlock whole = first.block(0).orElseThrow();
                                KvBlock part = first.block(1).orElseThrow()) {
                            assertThat(part.positions()).isEqualTo(52);
                            second.adopt(whole, 128);
                            second.adopt(part, 30);
                        }
                        assertThat(second.position()).isEqualTo(158);
                        long used = pool.usedBytes();
                        FloatMatrix expected = read(model, first, tokens(180, 20));
                        assertThat(read(model, second, tokens(158, 22))).isNotNull();
                        long page = pool.pageBytes().stream().mapToLong(Long::longValue).sum();
                        assertThat(pool.usedBytes()).isEqualTo(used + page); // the copy
                        FloatMatrix actual = read(model, second, tokens(180, 20));
                        assertClose(actual, expected);
                    }
                });
    }

    /** What one sequence writes after going back must not reach another that shares the page. */
    @Test
    void copiesASharedPageBeforeItIsOverwritten() {
        with(
                "llama-bias",
                model -> {
                    try (KvPool pool = model.newPool(BlockType.F32, 1 << 30);
                            DecoderState first = model.newState(400, pool);
                            DecoderState second = model.newState(400, pool)) {
                        read(model, first, tokens(0, 130));
                        try (KvBlock whole = first.block(0).orElseThrow()) {
                            second.adopt(whole, 128);
                        }
                        second.truncate(60);
                        read(model, second, tokens(7, 90));
                        read(model, first, tokens(130, 1));
                        FloatMatrix actual = read(model, first, tokens(131, 1));
                        try (DecoderState alone = model.newState(400, BlockType.F32)) {
                            read(model, alone, tokens(0, 131));
                            assertClose(actual, read(model, alone, tokens(131, 1)));
                        }
                    }
                });
    }

    /** Both have windows of 8 or so positions, in some layers or in all. */
    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "olmo2-swa"})
    void keepsOnlyTheWindow(String name) {
        with(
                name,
                model -> {
                    try (KvPool pool = model.newPool(BlockType.F32, 1 << 30);
                            DecoderState state = model.newState(2000, pool);
                            DecoderState whole = model.newState(2000, BlockType.F32)) {
                        for (int at = 0; at < 1200; at += 100) {
                            assertClose(
                                    read(model, state, tokens(at, 100)),
                                    read(model, whole, tokens(at, 100)));
                        }
                        long full = pool.pageBytes().stream().mapToLong(Long::longValue).sum() * 10;
                        assertThat(pool.usedBytes()).isLessThan(full * 8 / 10);
                        assertThat(model.stateBytes(2000, BlockType.F32))
                                .isLessThan(full * 16 / 10 * 9 / 10);
                        assertThat(state.reachable(1100)).isEqualTo(1100);
                        assertThat(state.reachable(300)).isZero();
                        assertThatThrownBy(() -> state.truncate(300))
                                .isInstanceOf(IllegalArgumentException.class);
                        state.truncate(1100);
                        whole.truncate(1100);
                        assertClose(
                                read(model, state, tokens(3, 5)), read(model, whole, tokens(3, 5)));
                    }
                });
    }

    @Test
    void oneFullStateLeavesAllOfABatchAsTheyWere() {
        with(
                "llama-bias",
                model -> {
                    try (DecoderState full = model.newState(4, BlockType.F32);
                            DecoderState other = model.newState(40, BlockType.F32);
                            DecoderState alone = model.newState(40, BlockType.F32)) {
                        read(model, full, tokens(0, 4));
                        read(model, other, tokens(0, 9));
                        read(model, alone, tokens(0, 9));
                        DecoderState[] states = {other, full};
                        FloatMatrix logits = FloatMatrix.allocate(arena, 2, model.vocabularySize());
                        assertThatThrownBy(() -> model.forward(states, new int[] {20, 21}, logits))
                                .isInstanceOf(ContextOverflowException.class);
                        assertThat(full.position()).isEqualTo(4);
                        assertThat(other.position()).isEqualTo(9);
                        assertClose(
                                read(model, other, tokens(9, 1)), read(model, alone, tokens(9, 1)));
                    }
                });
    }

    /** Recent inputs of convolutions have moved on, so these states begin anew. */
    @Test
    void convolutionsBeginAnewAfterABatchThatFailed() {
        with(
                "lfm2",
                "reference", // which notices that memory was freed
                model -> {
                    try (DecoderState first = model.newState(40, BlockType.F32);
                            DecoderState second = model.newState(40, BlockType.F32);
                            DecoderState alone = model.newState(40, BlockType.F32)) {
                        read(model, first, tokens(0, 5));
                        read(model, second, tokens(3, 9));
                        DecoderState[] states = {first, second};
                        FloatMatrix freed;
                        try (Arena shortLived = Arena.ofShared()) {
                            freed = FloatMatrix.allocate(shortLived, 2, model.vocabularySize());
                        }
                        assertThatThrownBy(() -> model.forward(states, new int[] {20, 21}, freed))
                                .isInstanceOf(IllegalStateException.class);
                        assertThat(first.position()).isZero();
                        assertThat(second.position()).isZero();
                        FloatMatrix expected = read(model, alone, tokens(0, 8));
                        assertClose(read(model, first, tokens(0, 8)), expected);
                        assertClose(read(model, second, tokens(0, 8)), expected);
                    }
                });
    }

    @Test
    void refusesPagesInTheMiddleOfOne() {
        with(
                "llama-bias",
                model -> {
                    try (KvPool pool = model.newPool(BlockType.F32, 1 << 30);
                            DecoderState first = model.newState(400, pool);
                            DecoderState second = model.newState(400, pool)) {
                        read(model, first, tokens(0, 50));
                        read(model, second, tokens(0, 1));
                        try (KvBlock block = first.block(0).orElseThrow()) {
                            assertThatThrownBy(() -> second.adopt(block, 50))
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessageContaining("position 1");
                        }
                    }
                });
    }

    @Test
    void givesNoMoreThanItsLimit() {
        with(
                "llama-bias",
                model -> {
                    long page;
                    try (KvPool sample = model.newPool(BlockType.F32, 0)) {
                        page = sample.pageBytes().getFirst();
                        assertThat(sample.promise(1)).isFalse();
                    }
                    try (KvPool pool = model.newPool(BlockType.F32, 2 * page + 1);
                            DecoderState state = model.newState(400, pool)) {
                        assertThat(pool.promise(page + 2)).isTrue();
                        assertThat(pool.promise(page)).isFalse();
                        pool.forgo(page + 2);
                        read(model, state, tokens(0, 250));
                        assertThatThrownBy(() -> read(model, state, tokens(0, 100)))
                                .isInstanceOf(IllegalStateException.class);
                        assertThat(state.position()).isEqualTo(250);
                        assertThat(read(model, state, tokens(0, 6))).isNotNull();
                    }
                });
    }

    private void with(String name, Consumer<DecoderModel> test) {
        with(name, "", test);
    }

    private void with(String name, String backend, Consumer<DecoderModel> test) {
        try (Kernels kernels = Kernels.open(1, backend);
                ModelFile file =
                        ModelFiles.open(
                                Conformance.file("golden/models/" + name + ".gguf").orElseThrow());
                DecoderModel model = Models.openDecoder(file, kernels)) {
            test.accept(model);
        }
    }

    private static int[] tokens(int from, int count) {
        int[] tokens = new int[count];
        Arrays.setAll(tokens, i -> 10 + (from + i) * 7 % 200);
        return tokens;
    }

    /** The logits of the last token. */
    private FloatMatrix read(DecoderModel model, DecoderState state, int[] tokens) {
        FloatMatrix logits = FloatMatrix.allocate(arena, 1, model.vocabularySize());
        model.forward(state, tokens, logits);
        return logits;
    }

    private static void assertClose(FloatMatrix actual, FloatMatrix expected) {
        for (int i = 0; i < expected.columns(); i++) {
            assertThat(actual.get(0, i))
                    .isCloseTo(expected.get(0, i), org.assertj.core.data.Offset.offset(1e-3f));
        }
    }
}
