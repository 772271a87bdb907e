package dev.mote.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.reference.ReferenceKernels;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Operations on activations against the reference backend, over widths around every vector length.
 * Values are of size 1 to 10 and each passes a few roundings, hence the bound; sums of squares of
 * up to 4100 values stay below it because their error is relative and shrinks in the square root.
 */
class OperationsTest {
    private static final Offset<Float> BOUND = Offset.offset(1e-5f);
    private static final int[] WIDTHS = {1, 3, 4, 7, 8, 15, 16, 17, 31, 64, 100, 4100};

    @ParameterizedTest
    @EnumSource(Activation.class)
    void appliesActivations(Activation activation) {
        compare(2, (kernels, x) -> kernels.activation(activation, x.rows(0, 1)));
        compare(2, (kernels, x) -> kernels.gatedActivation(activation, x.rows(0, 1), x.rows(1, 1)));
    }

    @Test
    void normalises() {
        compare(
                7,
                (kernels, x) -> kernels.rmsNorm(x.rows(2, 5), x.rows(0, 1), 1e-5f, x.rows(2, 5)));
        compare(
                7,
                (kernels, x) ->
                        kernels.layerNorm(
                                x.rows(2, 5), x.rows(0, 1), x.rows(1, 1), 1e-2f, x.rows(2, 5)));
        compare(
                7,
                (kernels, x) ->
                        kernels.layerNorm(x.rows(1, 6), x.rows(0, 1), null, 1e-2f, x.rows(1, 6)));
        // Groups narrower than a row.
        compare(
                7,
                (kernels, x) ->
                        kernels.rmsNorm(
                                x.rows(1, 6).reshape(2, 3 * x.columns()),
                                x.rows(0, 1),
                                1e-5f,
                                x.rows(1, 6).reshape(2, 3 * x.columns())));
    }

    @Test
    void addsScalesAndCaps() {
        compare(6, (kernels, x) -> kernels.add(x.rows(0, 3), x.rows(3, 3)));
        compare(6, (kernels, x) -> kernels.add(x.rows(0, 3), x.rows(3, 1)));
        compare(6, (kernels, x) -> kernels.scale(x, 0.37f));
        compare(6, (kernels, x) -> kernels.softCap(x, 2.5f));
    }

    @Test
    void rotatesBothPairings() {
        for (RopeTable.Pairing pairing : RopeTable.Pairing.values()) {
            for (int pairs : new int[] {1, 4, 10, 32}) {
                float[] frequencies = new float[pairs];
                for (int i = 0; i < pairs; i++) {
                    frequencies[i] = (float) Math.pow(10000, -(double) i / pairs);
                }
                RopeTable table = RopeTable.of(pairing, frequencies, 1.1f);
                // 75 columns a head leave values that are not rotated.
                compareOne(9, 300, (kernels, x) -> kernels.rope(x, 75, table, 1000));
                compareOne(9, 300, (kernels, x) -> rotateTwice(kernels, x, table));
            }
        }
    }

    private static void rotateTwice(Kernels kernels, FloatMatrix x, RopeTable table) {
        kernels.rope(x.rows(0, 4), 75, table, 7);
        kernels.rope(x.rows(0, 9), 75, table, 7);
        kernels.rope(x.rows(0, 1), 75, table, 8);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void storesTheBytesOfTheReference(BlockType type) {
        try (Arena arena = Arena.ofShared();
                Kernels vector = new VectorKernels(2);
                Kernels reference = new ReferenceKernels()) {
            FloatMatrix keys = Randoms.floats(arena, new Random(1), 200, 3 * 64);
            FloatMatrix values = Randoms.floats(arena, new Random(2), 200, 3 * 32);
            KvLayer expected = KvLayer.allocate(arena, type, 3, 64, 32, 210);
            KvLayer actual = KvLayer.allocate(arena, type, 3, 64, 32, 210);
            reference.store(expected, 5, keys, values);
            vector.store(actual, 5, keys, values);
            assertThat(actual.keys(0).mismatch(expected.keys(0))).isEqualTo(-1);
            assertThat(actual.values(0).mismatch(expected.values(0))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(BlockType.class)
    void gathersExactlyTheDecodedRows(BlockType type) {
        try (Arena arena = Arena.ofShared();
                Kernels vector = new VectorKernels(2);
                Kernels reference = new ReferenceKernels()) {
            WeightMatrix w = Randoms.weights(arena, new Random(9), type, 5, 512, 3);
            FloatMatrix expected = FloatMatrix.allocate(arena, 3, 512);
            FloatMatrix actual = FloatMatrix.allocate(arena, 3, 512);
            int[] ids = {4, 0, 4};
            reference.gather(w, ids, expected);
            vector.gather(w, ids, actual);
            assertThat(actual.segment().mismatch(expected.segment())).isEqualTo(-1);
        }
    }

    private static void compare(int rows, BiConsumer<Kernels, FloatMatrix> operation) {
        for (int width : WIDTHS) {
            compareOne(rows, width, operation);
        }
    }

    private static void compareOne(
            int rows, int width, BiConsumer<Kernels, FloatMatrix> operation) {
        try (Arena arena = Arena.ofShared();
                Kernels reference = new ReferenceKernels()) {
            FloatMatrix expected = Randoms.floats(arena, new Random(width), rows, width);
            operation.accept(reference, expected);
            for (int threads = 1; threads <= 3; threads++) {
                FloatMatrix actual = Randoms.floats(arena, new Random(width), rows, width);
                try (Kernels vector = new VectorKernels(threads)) {
                    operation.accept(vector, actual);
                }
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < width; column++) {
                        assertThat(actual.get(row, column))
                                .as("[%d, %d] of width %d", row, column, width)
                                .isCloseTo(expected.get(row, column), BOUND);
                    }
                }
            }
        }
    }
}
