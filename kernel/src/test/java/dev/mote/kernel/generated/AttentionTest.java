package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.reference.ReferenceKernels;
import dev.mote.kernel.vector.Randoms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Generated attention against the reference on the same cache, every operand ending at a page that
 * must not be touched.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("dev.mote.kernel.generated.Levels#alone")
class AttentionTest {
    private final InstructionSet set;

    private static final PositionBias NONE = new PositionBias.None();

    AttentionTest(InstructionSet set) {
        this.set = set;
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void readsEveryCacheTypeInEveryHeadSize(BlockType type) {
        for (int size : new int[] {32, 64, 96, 128, 256}) {
            for (int n : new int[] {1, 2, 9}) {
                check(shape(8, 2, size, size, 0, new Mask.Causal(), NONE), type, n, 40);
            }
        }
        check(shape(4, 2, 64, 96, 0, new Mask.Causal(), NONE), type, 3, 40);
    }

    @Test
    void takesHeadSizesThatFillNoVector() {
        for (BlockType type : new BlockType[] {BlockType.F32, BlockType.F16}) {
            for (int size : new int[] {1, 5, 16, 20, 33, 80}) {
                for (int n : new int[] {1, 9}) {
                    check(shape(3, 3, size, size + 3, 0, new Mask.Causal(), NONE), type, n, 11);
                }
            }
        }
    }

    @Test
    void sharesKeysBetweenAnyNumberOfQueryHeads() {
        for (int group : new int[] {1, 2, 3, 4, 5, 7, 8, 12, 16, 71}) {
            for (int n : new int[] {1, 5, 40}) {
                Mask mask = new Mask.Causal();
                check(shape(2 * group, 2, 16, 16, 0, mask, NONE), BlockType.F16, n, 50);
            }
        }
    }

    static Stream<Mask> masks() {
        return Stream.of(
                new Mask.Full(),
                new Mask.Causal(),
                new Mask.CausalWindow(1),
                new Mask.CausalWindow(37),
                new Mask.CausalWindow(Integer.MAX_VALUE),
                new Mask.SymmetricWindow(0),
                new Mask.SymmetricWindow(21),
                new Mask.SymmetricWindow(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void seesWhatTheMaskShows(Mask mask) {
        for (int n : new int[] {1, 3, 33, 150}) {
            for (int past : new int[] {0, 1, 300}) {
                check(shape(4, 4, 16, 16, 0, mask, NONE), BlockType.F32, n, past);
                check(shape(8, 1, 16, 16, 0, mask, NONE), BlockType.F32, n, past);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("masks")
    void countsKeysUpTo33(Mask mask) {
        for (int n = 1; n <= 33; n++) {
            check(shape(2, 1, 8, 8, 0, mask, NONE), BlockType.F32, n, 0);
            check(shape(2, 1, 8, 8, 0, mask, NONE), BlockType.F32, 1, n);
        }
    }

    @Test
    void dividesLongRangesOfKeys() {
        for (int past : new int[] {1022, 1023, 1024, 3000}) {
            check(shape(4, 1, 32, 32, 0, new Mask.Causal(), NONE), BlockType.F16, 1, past);
            check(shape(4, 1, 32, 32, 0, new Mask.Causal(), NONE), BlockType.F16, 5, past);
        }
        Mask window = new Mask.CausalWindow(1500);
        check(shape(4, 1, 32, 32, 0, window, NONE), BlockType.Q8_0, 7, 2900);
    }

    @ParameterizedTest
    @MethodSource("masks")
    void addsBiasesAndCapsScores(Mask mask) {
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix table = Randoms.floats(arena, new Random(3), 32, 4);
            for (float cap : new float[] {0, 5}) {
                for (boolean both : new boolean[] {false, true}) {
                    PositionBias buckets = new PositionBias.RelativeBuckets(table, both, 128);
                    check(shape(4, 4, 8, 8, cap, mask, buckets), BlockType.F32, 20, 180);
                    check(shape(4, 2, 8, 8, cap, mask, buckets), BlockType.F32, 1, 180);
                }
                float[] factors = {0.5f, 0.25f, 0.125f, 0.06f};
                PositionBias slopes = new PositionBias.Alibi(factors);
                check(shape(4, 2, 8, 8, cap, mask, slopes), BlockType.F32, 19, 180);
                check(shape(4, 2, 8, 8, cap, mask, slopes), BlockType.F32, 1, 40);
                check(shape(4, 2, 8, 8, cap, mask, NONE), BlockType.F32, 70, 40);
            }
        }
    }

    @Test
    void givesNothingWhereNoKeyIsVisible() {
        AttentionShape s = shape(2, 1, 8, 8, 0, new Mask.SymmetricWindow(3), NONE);
        try (Arena arena = new GuardedMemory();
                Kernels kernels = Backends.open(set, 1)) {
            KvLayer layer = filled(arena, s, BlockType.F32, 5, 1);
            for (int n : new int[] {1, 40}) {
                FloatMatrix q = Samples.normal(arena, 2, n, 16);
                FloatMatrix out = Samples.normal(arena, 3, n, 16);
                kernels.attention(s, q, layer, 100, 5, out);
                FloatMatrix zeros = FloatMatrix.allocate(arena, n, 16);
                assertThat(out.segment().mismatch(zeros.segment())).isEqualTo(-1);
            }
        }
    }

    /** Poisoned keys and values may change only the queries that see them. */
    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void keepsWhatIsMaskedOutOfTheResult(BlockType type) {
        Mask[] masks = {new Mask.Causal(), new Mask.CausalWindow(20), new Mask.SymmetricWindow(9)};
        float[] poisons = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (Mask mask : masks) {
            for (float poison : poisons) {
                for (boolean inKeys : new boolean[] {true, false}) {
                    AttentionShape s = shape(4, 2, 32, 32, 0, mask, NONE);
                    checkPoisoned(s, type, poison, inKeys);
                }
            }
        }
    }

    private void checkPoisoned(AttentionShape s, BlockType type, float poison, boolean inKeys) {
        int n = 90;
        try (Arena arena = new GuardedMemory();
                Kernels kernels = Backends.open(set, 2);
                Kernels reference = new ReferenceKernels()) {
            KvLayer layer = filled(arena, s, type, n, 1);
            FloatMatrix key = Samples.normal(arena, 4, 1, 64);
            FloatMatrix value = Samples.normal(arena, 5, 1, 64);
            (inKeys ? key : value).set(0, 7, poison);
            reference.store(layer, 50, key, value);
            FloatMatrix q = Samples.normal(arena, 6, n, 128);
            FloatMatrix expected = FloatMatrix.allocate(arena, n, 128);
            FloatMatrix actual = FloatMatrix.allocate(arena, n, 128);
            reference.attention(s, q, layer, 0, n, expected);
            kernels.attention(s, q, layer, 0, n, actual);
            Samples.assertWithin(s + " " + poison, actual, expected, (row, column, e) -> 1e-2);
            kernels.attention(s, q.rows(49, 1), layer, 49, n, actual.rows(0, 1));
            Samples.assertWithin(
                    s + " alone",
                    actual.rows(0, 1),
                    expected.rows(49, 1),
                    (row, column, e) -> 1e-2);
        }
    }

    @Test
    void makesEverythingNanWhereAQueryIs() {
        AttentionShape s = shape(1, 1, 8, 8, 0, new Mask.Full(), NONE);
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.open(set, 1)) {
            KvLayer layer = filled(arena, s, BlockType.F32, 40, 1);
            FloatMatrix q = Samples.normal(arena, 2, 2, 8);
            q.set(0, 3, Float.NaN);
            FloatMatrix out = FloatMatrix.allocate(arena, 2, 8);
            kernels.attention(s, q, layer, 0, 40, out);
            for (int i = 0; i < 8; i++) {
                assertThat(out.get(0, i)).isNaN();
                assertThat(out.get(1, i)).isFinite();
            }
        }
    }

    @Test
    void givesTheSameOnAnyNumberOfThreads() {
        AttentionShape s = shape(8, 2, 16, 16, 0, new Mask.CausalWindow(1900), NONE);
        try (Arena arena = Arena.ofShared()) {
            KvLayer layer = filled(arena, s, BlockType.F16, 2300, 4);
            for (int n : new int[] {1, 3, 64}) {
                FloatMatrix q = Samples.normal(arena, 5, n, 8 * 16);
                FloatMatrix first = FloatMatrix.allocate(arena, n, 8 * 16);
                try (Kernels kernels = Backends.open(set, 1)) {
                    kernels.attention(s, q, layer, 2000, 2000 + n, first);
                }
                for (int threads = 2; threads <= 3; threads++) {
                    FloatMatrix other = FloatMatrix.allocate(arena, n, 8 * 16);
                    try (Kernels kernels = Backends.open(set, threads)) {
                        kernels.attention(s, q, layer, 2000, 2000 + n, other);
                        assertThat(other.segment().mismatch(first.segment())).isEqualTo(-1);
                    }
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
            Arena arena, AttentionShape s, BlockType type, int count, long seed) {
        KvLayer layer =
                KvLayer.allocate(arena, type, s.kvHeadCount(), s.headSize(), s.valueSize(), count);
        Random random = new Random(seed);
        FloatMatrix keys = Randoms.floats(arena, random, count, s.kvHeadCount() * s.headSize());
        FloatMatrix values = Randoms.floats(arena, random, count, s.kvHeadCount() * s.valueSize());
        try (Kernels reference = new ReferenceKernels()) {
            reference.store(layer, 0, keys, values);
        }
        return layer;
    }

    private void check(AttentionShape s, BlockType type, int n, int past) {
        try (Arena arena = new GuardedMemory();
                Kernels kernels = Backends.open(set, 2);
                Kernels reference = new ReferenceKernels()) {
            Random random = new Random(n * 1000L + past);
            KvLayer layer = filled(arena, s, type, past + n, random.nextLong());
            FloatMatrix q = Randoms.floats(arena, random, n, s.headCount() * s.headSize());
            FloatMatrix expected = FloatMatrix.allocate(arena, n, s.headCount() * s.valueSize());
            FloatMatrix actual = FloatMatrix.allocate(arena, n, s.headCount() * s.valueSize());
            reference.attention(s, q, layer, past, past + n, expected);
            kernels.attention(s, q, layer, past, past + n, actual);
            double bound = bound(s, past + n);
            String what = "%s %s n=%d past=%d".formatted(s, type, n, past);
            Samples.assertWithin(what, actual, expected, (row, column, e) -> bound);
        }
    }

    /**
     * The operands are normally distributed, so lengths of keys and queries stay below sqrt(size) +
     * 4 and values below 5.
     *
     * <p>A score is a sum of {@code size} products, whose error is at most size roundings of the
     * product of the lengths; scaling, capping and biases add roundings of its own size, and a
     * distance times a slope. An error of a score is a relative error of its exponential, and
     * enters twice: above and below the line. Sums over keys have a rounding for each.
     */
    private static double bound(AttentionShape s, int keys) {
        double rounding = 0x1p-24;
        double length = Math.sqrt(s.headSize()) + 4;
        double largest =
                length * length * s.scale()
                        + (s.bias() instanceof PositionBias.None ? 0 : 4 + 0.5 * keys);
        double score = (s.headSize() + 12) * rounding * largest;
        return 5 * (2 * score + (keys + 16) * rounding);
    }
}
