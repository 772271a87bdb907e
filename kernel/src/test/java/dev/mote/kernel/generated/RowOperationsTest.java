package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.reference.ReferenceKernels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Generated operations on rows against the reference backend, with every operand ending at a page
 * that must not be touched.
 *
 * <p>{@code U} is the largest relative error of one rounding. What the results may be off by
 * follows from the roundings that each operation makes.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("dev.mote.kernel.generated.Levels#alone")
class RowOperationsTest {
    private final InstructionSet set;

    private static final double U = 0x1p-24;

    /** Results that are not normal numbers have an absolute error. */
    private static final double TINY = 0x1p-140;

    RowOperationsTest(InstructionSet set) {
        this.set = set;
    }

    private static int[] widths() {
        return IntStream.concat(IntStream.rangeClosed(1, 33), IntStream.of(64, 100, 1000, 4100))
                .toArray();
    }

    /** e^x within 3 U, then a sum, a quotient and two products: 8 U with a reserve. */
    private static Samples.Bound silu(FloatMatrix other) {
        return (row, column, expected) ->
                8 * U * Math.abs(expected) + TINY * (1 + Math.abs(other.get(row, column)));
    }

    @Test
    void appliesSilu() {
        eachWidth((arena, width) -> {
            FloatMatrix x = Samples.extreme(arena, width, 3, width, Samples.all());
            FloatMatrix up = Samples.extreme(arena, width + 1, 3, width, Samples.finite());
            compare(arena, x, silu(x), (k, m) -> k.activation(Activation.SILU, m));
            compare(arena, x, silu(up), (k, m) -> k.gatedActivation(Activation.SILU, m, up));
        });
    }

    @Test
    void appliesGelu() {
        eachWidth((arena, width) -> {
            FloatMatrix x = Samples.extreme(arena, width, 3, width, Samples.all());
            FloatMatrix up = Samples.normal(arena, width + 1, 3, width);
            compare(arena, x, gelu(x, null), (k, m) -> k.activation(Activation.GELU, m));
            compare(arena, x, gelu(x, up), (k, m) -> k.gatedActivation(Activation.GELU, m, up));
        });
    }

    /**
     * As SiLU of 2u, whose own error of 5 U is multiplied by the exponential's derivative, at most
     * 105; the reference loses to cancellation what is below 2^-52 of x.
     */
    private static Samples.Bound gelu(FloatMatrix x, @Nullable FloatMatrix up) {
        return (row, column, expected) -> {
            double value = x.get(row, column);
            double factor = up == null ? 1 : Math.abs(up.get(row, column));
            double z = Math.min(105, Math.abs(1.6 * (value + 0.045 * value * value * value)));
            double cancelled = Math.abs(value) * 0x1p-52 * factor;
            return (8 + 5 * z) * U * Math.abs(expected) + cancelled + TINY * (1 + factor);
        };
    }

    @Test
    void appliesRelu() {
        eachWidth((arena, width) -> {
            FloatMatrix x = Samples.extreme(arena, width, 3, width, Samples.all());
            FloatMatrix up = Samples.extreme(arena, width + 1, 3, width, Samples.all());
            compare(arena, x, exact(), (k, m) -> k.activation(Activation.RELU, m));
            compare(arena, x, exact(), (k, m) -> k.gatedActivation(Activation.RELU, m, up));
        });
    }

    @Test
    void addsAndScalesExactly() {
        eachWidth((arena, width) -> {
            FloatMatrix x = Samples.extreme(arena, width, 3, width, Samples.all());
            FloatMatrix y = Samples.extreme(arena, width + 1, 3, width, Samples.all());
            compare(arena, x, exact(), (k, m) -> k.add(m, y));
            compare(arena, x, exact(), (k, m) -> k.add(m, y.rows(1, 1)));
            compare(arena, x, exact(), (k, m) -> k.scale(m, 0.37f));
        });
    }

    /** tanh within 8 U, a quotient and a product. */
    @Test
    void capsSoftly() {
        eachWidth((arena, width) -> {
            FloatMatrix x = Samples.extreme(arena, width, 3, width, Samples.all());
            for (float cap : new float[] {0.3f, 2.5f, 50}) {
                compare(
                        arena,
                        x,
                        (row, column, expected) -> 12 * U * Math.abs(expected) + TINY,
                        (k, m) -> k.softCap(m, cap));
            }
        });
    }

    /** Calculated in double and rounded once. */
    @Test
    void normalises() {
        eachWidth((arena, width) -> {
            FloatMatrix weight = Samples.normal(arena, 1, 1, width);
            FloatMatrix bias = Samples.normal(arena, 2, 1, width);
            for (int specials : new int[] {0, Samples.finite(), Samples.all()}) {
                FloatMatrix x = Samples.extreme(arena, width, 4, width, specials);
                Samples.Bound bound = (row, column, expected) -> 2 * U * Math.abs(expected) + 1e-9;
                compare(arena, x, bound, (k, m) -> k.rmsNorm(m, weight, 1e-5f, m));
                compare(arena, x, bound, (k, m) -> k.layerNorm(m, weight, bias, 1e-2f, m));
                compare(arena, x, bound, (k, m) -> k.layerNorm(m, weight, null, 1e-2f, m));
                compare(
                        arena,
                        x.reshape(2, 2 * width),
                        bound,
                        (k, m) -> k.rmsNorm(m, weight, 1e-5f, m));
            }
        });
    }

    @Test
    void normalisesIntoAnotherMatrix() {
        try (Arena arena = new GuardedMemory();
                Kernels kernels = Backends.open(set, 1);
                Kernels reference = new ReferenceKernels()) {
            FloatMatrix x = Samples.normal(arena, 3, 2, 77);
            FloatMatrix weight = Samples.normal(arena, 4, 1, 77);
            FloatMatrix actual = FloatMatrix.allocate(arena, 2, 77);
            FloatMatrix expected = FloatMatrix.allocate(arena, 2, 77);
            kernels.rmsNorm(x, weight, 1e-5f, actual);
            reference.rmsNorm(x, weight, 1e-5f, expected);
            Samples.assertWithin(
                    "rmsNorm", actual, expected, (row, column, e) -> 2 * U * Math.abs(e));
        }
    }

    /** Rounding of cosine and sine, of a product and of the sum. */
    @ParameterizedTest
    @EnumSource(RopeTable.Pairing.class)
    void rotates(RopeTable.Pairing pairing) {
        for (int pairs : new int[] {1, 4, 7, 10, 16, 32, 37}) {
            float[] frequencies = new float[pairs];
            for (int i = 0; i < pairs; i++) {
                frequencies[i] = (float) Math.pow(10000, -(double) i / pairs);
            }
            RopeTable table = RopeTable.of(pairing, frequencies, 1.1f);
            try (Arena arena = new GuardedMemory()) {
                FloatMatrix x = Samples.normal(arena, pairs, 9, 300);
                // 75 columns a head leave values that are not rotated.
                compare(arena, x, rotated(x), (k, m) -> k.rope(m, 75, table, 100_000));
                compare(arena, x, rotated(x), (k, m) -> rotateInParts(k, m, table));
                FloatMatrix extreme = Samples.extreme(arena, pairs, 3, 150, 7);
                compare(arena, extreme, rotated(extreme), (k, m) -> k.rope(m, 75, table, 5));
            }
        }
    }

    private static void rotateInParts(Kernels kernels, FloatMatrix x, RopeTable table) {
        kernels.rope(x.rows(0, 4), 75, table, 7);
        kernels.rope(x.rows(5, 2), 75, table, 8);
        kernels.rope(x.rows(7, 2), 75, table, 10);
        kernels.rope(x.rows(4, 1), 75, table, 0);
    }

    private static Samples.Bound rotated(FloatMatrix x) {
        double[] largest = new double[x.rows()];
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                largest[row] = Math.max(largest[row], Math.abs(x.get(row, column)));
            }
        }
        return (row, column, expected) -> 6 * U * largest[row];
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void storesTheBytesOfTheReference(BlockType type) {
        for (int specials : new int[] {0, Samples.finite(), Samples.all()}) {
            for (int size : type == BlockType.Q8_0 ? new int[] {32, 96} : new int[] {1, 20, 64}) {
                try (Arena arena = new GuardedMemory();
                        Kernels kernels = Backends.open(set, 2);
                        Kernels reference = new ReferenceKernels()) {
                    FloatMatrix keys = Samples.extreme(arena, 1, 200, 3 * size, specials);
                    FloatMatrix values = Samples.extreme(arena, 2, 200, 3 * 32, specials);
                    KvLayer expected = KvLayer.allocate(arena, type, 3, size, 32, 205);
                    KvLayer actual = KvLayer.allocate(arena, type, 3, size, 32, 205);
                    reference.store(expected, 5, keys, values);
                    kernels.store(actual, 5, keys, values);
                    kernels.store(actual, 204, keys.rows(199, 1), values.rows(199, 1));
                    assertThat(actual.keys(0).mismatch(expected.keys(0))).isEqualTo(-1);
                    assertThat(actual.values(0).mismatch(expected.values(0))).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void givesTheSameOnAnyNumberOfThreads() {
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix x = Samples.normal(arena, 5, 100, 3001);
            FloatMatrix y = Samples.normal(arena, 6, 100, 3001);
            FloatMatrix first = runAll(arena, 1, x, y);
            for (int threads = 2; threads <= 3; threads++) {
                FloatMatrix other = runAll(arena, threads, x, y);
                assertThat(other.segment().mismatch(first.segment())).isEqualTo(-1);
            }
        }
    }

    private FloatMatrix runAll(Arena arena, int threads, FloatMatrix x, FloatMatrix y) {
        FloatMatrix result = Samples.copy(arena, x);
        RopeTable table = RopeTable.of(RopeTable.Pairing.HALVES, new float[] {1, 0.1f}, 1);
        try (Kernels kernels = Backends.open(set, threads)) {
            kernels.gatedActivation(Activation.SILU, result, y);
            kernels.add(result, y);
            kernels.add(result, y.rows(3, 1));
            kernels.rmsNorm(result, y.rows(4, 1), 1e-5f, result);
            kernels.layerNorm(result, y.rows(5, 1), y.rows(6, 1), 1e-5f, result);
            kernels.rope(result, 3001, table, 17);
            kernels.softCap(result, 4);
            kernels.scale(result, 1.1f);
        }
        return result;
    }

    @Test
    void takesEmptyMatrices() {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.open(set, 2)) {
            FloatMatrix none = FloatMatrix.allocate(arena, 0, 32);
            FloatMatrix row = FloatMatrix.allocate(arena, 1, 32);
            RopeTable table = RopeTable.of(RopeTable.Pairing.HALVES, new float[] {1}, 1);
            kernels.rmsNorm(none, row, 1e-5f, none);
            kernels.layerNorm(none, row, null, 1e-5f, none);
            kernels.add(none, none);
            kernels.activation(Activation.SILU, none);
            kernels.rope(none, 32, table, 0);
            kernels.rope(row, 32, RopeTable.of(RopeTable.Pairing.HALVES, new float[0], 1), 0);
            kernels.store(KvLayer.allocate(arena, BlockType.F16, 1, 32, 32, 4), 0, none, none);
            assertThat(row.get(0, 0)).isZero();
        }
    }

    private static Samples.Bound exact() {
        return (row, column, expected) -> 0;
    }

    private static void eachWidth(BiConsumer<Arena, Integer> test) {
        for (int width : widths()) {
            try (Arena arena = new GuardedMemory()) {
                test.accept(arena, width);
            }
        }
    }

    private void compare(
            Arena arena,
            FloatMatrix x,
            Samples.Bound bound,
            BiConsumer<Kernels, FloatMatrix> operation) {
        FloatMatrix expected = Samples.copy(arena, x);
        FloatMatrix actual = Samples.copy(arena, x);
        try (Kernels kernels = Backends.open(set, 1);
                Kernels reference = new ReferenceKernels()) {
            operation.accept(reference, expected);
            operation.accept(kernels, actual);
        }
        Samples.assertWithin("operation", actual, expected, bound);
    }
}
