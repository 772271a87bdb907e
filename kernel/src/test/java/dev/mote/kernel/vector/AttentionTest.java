package dev.mote.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.reference.ReferenceKernels;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Attention against the reference backend on the same cache. Outputs are weighted means of values
 * of size 1, so an absolute bound applies; it covers the exponential (1 ulp), scores of size 10 and
 * sums over a few hundred keys.
 */
class AttentionTest {
    private static final Offset<Float> BOUND = Offset.offset(2e-5f);

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void readsEveryCacheType(BlockType type) {
        for (int n : new int[] {1, 2, 5, 33}) {
            check(shape(8, 2, 32, 32, 0, new Mask.Causal(), new PositionBias.None()), type, n, 40);
        }
    }

    static Stream<Mask> masks() {
        return Stream.of(
                new Mask.Full(),
                new Mask.Causal(),
                new Mask.CausalWindow(1),
                new Mask.CausalWindow(37),
                new Mask.SymmetricWindow(0),
                new Mask.SymmetricWindow(21));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void seesWhatTheMaskShows(Mask mask) {
        for (int n : new int[] {1, 3, 70}) {
            for (int past : new int[] {0, 1, 300}) {
                check(
                        shape(4, 4, 16, 16, 0, mask, new PositionBias.None()),
                        BlockType.F32,
                        n,
                        past);
                check(
                        shape(8, 1, 16, 16, 0, mask, new PositionBias.None()),
                        BlockType.F32,
                        n,
                        past);
            }
        }
    }

    @Test
    void addsBiasesAndCapsScores() {
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix table = Randoms.floats(arena, new Random(3), 32, 4);
            for (boolean both : new boolean[] {false, true}) {
                PositionBias buckets = new PositionBias.RelativeBuckets(table, both, 128);
                check(shape(4, 4, 8, 8, 0, new Mask.Full(), buckets), BlockType.F32, 20, 180);
            }
        }
        PositionBias slopes = new PositionBias.Alibi(new float[] {0.5f, 0.25f, 0.125f, 0.06f});
        check(shape(4, 2, 8, 8, 0, new Mask.Full(), slopes), BlockType.F32, 19, 40);
        check(
                shape(4, 2, 8, 8, 5, new Mask.Causal(), new PositionBias.None()),
                BlockType.F32,
                19,
                40);
    }

    @Test
    void takesHeadSizesThatFillNoVector() {
        for (int size : new int[] {1, 5, 20, 80, 96}) {
            for (int n : new int[] {1, 9}) {
                check(
                        shape(3, 3, size, size + 3, 0, new Mask.Causal(), new PositionBias.None()),
                        BlockType.F32,
                        n,
                        11);
            }
        }
    }

    @Test
    void givesOneQueryTheSameInAnyCompanyAndOnAnyNumberOfThreads() {
        AttentionShape s =
                shape(8, 2, 16, 16, 0, new Mask.CausalWindow(300), new PositionBias.None());
        try (Arena arena = Arena.ofShared()) {
            Random random = new Random(4);
            KvLayer layer = filled(arena, random, s, BlockType.F16, 700);
            FloatMatrix q = Randoms.floats(arena, random, 64, 8 * 16);
            FloatMatrix first = FloatMatrix.allocate(arena, 64, 8 * 16);
            try (Kernels kernels = new VectorKernels(1)) {
                kernels.attention(s, q, layer, 600, 664, first);
            }
            for (int threads = 2; threads <= 3; threads++) {
                FloatMatrix other = FloatMatrix.allocate(arena, 64, 8 * 16);
                try (Kernels kernels = new VectorKernels(threads)) {
                    kernels.attention(s, q, layer, 600, 664, other);
                    assertThat(other.segment().mismatch(first.segment())).isEqualTo(-1);
                    FloatMatrix last = FloatMatrix.allocate(arena, 1, 8 * 16);
                    kernels.attention(s, q.rows(63, 1), layer, 663, 664, last);
                    assertThat(last.segment().mismatch(first.rows(63, 1).segment())).isEqualTo(-1);
                }
            }
        }
    }

    private static AttentionShape shape(
            int heads,
            int kvHeads,
            int headSize,
            int valueSize,
            float cap,
            Mask mask,
            PositionBias bias) {
        float scale = (float) (1 / Math.sqrt(headSize));
        return new AttentionShape(heads, kvHeads, headSize, valueSize, scale, cap, mask, bias);
    }

    private static KvLayer filled(
            Arena arena, Random random, AttentionShape s, BlockType type, int count) {
        KvLayer layer =
                KvLayer.allocate(
                        arena, type, s.kvHeadCount(), s.headSize(), s.valueSize(), count + 3);
        FloatMatrix keys = Randoms.floats(arena, random, count, s.kvHeadCount() * s.headSize());
        FloatMatrix values = Randoms.floats(arena, random, count, s.kvHeadCount() * s.valueSize());
        try (Kernels kernels = new VectorKernels(2)) {
            kernels.store(layer, 0, keys, values);
        }
        return layer;
    }

    private static void check(AttentionShape s, BlockType type, int n, int past) {
        try (Arena arena = Arena.ofShared();
                Kernels vector = new VectorKernels(2);
                Kernels reference = new ReferenceKernels()) {
            Random random = new Random(n * 1000L + past);
            KvLayer layer = filled(arena, random, s, type, past + n);
            FloatMatrix q = Randoms.floats(arena, random, n, s.headCount() * s.headSize());
            FloatMatrix expected = FloatMatrix.allocate(arena, n, s.headCount() * s.valueSize());
            FloatMatrix actual = FloatMatrix.allocate(arena, n, s.headCount() * s.valueSize());
            reference.attention(s, q, layer, past, past + n, expected);
            vector.attention(s, q, layer, past, past + n, actual);
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < actual.columns(); column++) {
                    assertThat(actual.get(row, column))
                            .as("%s n=%d past=%d [%d, %d]", s, n, past, row, column)
                            .isCloseTo(expected.get(row, column), BOUND);
                }
            }
        }
    }
}
