package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.KvPages;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.vector.Randoms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;

/** Where pages end and how queries are cut into operations changes no bit of a result. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("dev.mote.kernel.generated.Levels#alone")
class PagedAttentionTest {
    private static final int SIZE = 32;
    private static final int POSITIONS = 2500;

    private final InstructionSet set;

    PagedAttentionTest(InstructionSet set) {
        this.set = set;
    }

    static Stream<Mask> masks() {
        return Stream.of(new Mask.Causal(), new Mask.CausalWindow(300));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void givesTheSameBitsInAnyPages(Mask mask) {
        for (BlockType type : KvLayer.TYPES) {
            for (int pagePositions : new int[] {128, 256, 1024}) {
                try (Arena arena = new GuardedMemory();
                        Kernels kernels = Backends.open(set, 2)) {
                    KvLayer whole = KvLayer.allocate(arena, type, 2, SIZE, SIZE, POSITIONS);
                    KvLayer paged = paged(arena, type, pagePositions);
                    fill(kernels, arena, whole);
                    fill(kernels, arena, paged);
                    for (int n : new int[] {1, 7, 90}) {
                        FloatMatrix q = Samples.normal(arena, n, n, 4 * SIZE);
                        FloatMatrix expected = FloatMatrix.allocate(arena, n, 4 * SIZE);
                        FloatMatrix actual = FloatMatrix.allocate(arena, n, 4 * SIZE);
                        int first = POSITIONS - n;
                        kernels.attention(shape(mask), q, whole, first, POSITIONS, expected);
                        kernels.attention(shape(mask), q, paged, first, POSITIONS, actual);
                        assertThat(actual.segment().mismatch(expected.segment())).isEqualTo(-1);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("masks")
    void givesTheSameBitsHoweverQueriesAreCut(Mask mask) {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.open(set, 2)) {
            KvLayer layer = paged(arena, BlockType.F16, 128);
            fill(kernels, arena, layer);
            int n = 300;
            int start = 950;
            FloatMatrix q = Samples.normal(arena, 3, n, 4 * SIZE);
            FloatMatrix expected = FloatMatrix.allocate(arena, n, 4 * SIZE);
            kernels.attention(shape(mask), q, layer, start, start + n, expected);
            for (int cut : new int[] {1, 2, 13, 33, 100, 256}) {
                FloatMatrix actual = FloatMatrix.allocate(arena, n, 4 * SIZE);
                for (int from = 0; from < n; from += cut) {
                    int rows = Math.min(cut, n - from);
                    kernels.attention(
                            shape(mask),
                            q.rows(from, rows),
                            layer,
                            start + from,
                            start + from + rows,
                            actual.rows(from, rows));
                }
                assertThat(actual.segment().mismatch(expected.segment())).isEqualTo(-1);
            }
        }
    }

    @Test
    void needsNoPagesBeforeTheWindow() {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.open(set, 2)) {
            KvPages pages = pages(arena, BlockType.F32, 128);
            KvLayer layer = KvLayer.paged(BlockType.F32, 2, SIZE, SIZE, pages, 0);
            fill(kernels, arena, layer);
            AttentionShape shape = shape(new Mask.CausalWindow(300));
            FloatMatrix q = Samples.normal(arena, 3, 40, 4 * SIZE);
            FloatMatrix expected = FloatMatrix.allocate(arena, 40, 4 * SIZE);
            FloatMatrix actual = FloatMatrix.allocate(arena, 40, 4 * SIZE);
            kernels.attention(shape, q, layer, 1000, 1040, expected);
            for (int page = 0; page < (1000 - 299) / 128; page++) {
                pages.set(page, MemorySegment.NULL);
            }
            kernels.attention(shape, q, layer, 1000, 1040, actual);
            assertThat(actual.segment().mismatch(expected.segment())).isEqualTo(-1);
        }
    }

    private static AttentionShape shape(Mask mask) {
        return new AttentionShape(4, 2, SIZE, SIZE, 0.2f, 0, mask, new PositionBias.None());
    }

    private static KvLayer paged(Arena arena, BlockType type, int pagePositions) {
        return KvLayer.paged(type, 2, SIZE, SIZE, pages(arena, type, pagePositions), 0);
    }

    private static KvPages pages(Arena arena, BlockType type, int pagePositions) {
        KvPages pages = new KvPages(pagePositions, Math.ceilDiv(POSITIONS, pagePositions));
        for (int i = 0; i < pages.count(); i++) {
            pages.set(i, arena.allocate(KvLayer.pageBytes(type, 2, SIZE, SIZE, pagePositions), 64));
        }
        return pages;
    }

    private static void fill(Kernels kernels, Arena arena, KvLayer layer) {
        Random random = new Random(7);
        FloatMatrix keys = Randoms.floats(arena, random, POSITIONS, 2 * SIZE);
        FloatMatrix values = Randoms.floats(arena, random, POSITIONS, 2 * SIZE);
        kernels.store(layer, 0, keys, values);
    }
}
