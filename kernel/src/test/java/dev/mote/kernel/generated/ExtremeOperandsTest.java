package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Zeros, infinities, NaN and subnormal numbers in weights and activations: what is not finite stays
 * so and spoils nothing else; what is tiny stays within the bound.
 */
class ExtremeOperandsTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 512;
    private static final int[] TOKEN_COUNTS = {1, 4, 5, 33};
    private static final float[] NOT_FINITE = {
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN
    };

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void zeroScalesGiveZeros(InstructionSet set, BlockType type) {
        assumeTrue(EncodedWeights.hasFreeScales(type), "its scales are powers of two");
        EncodedWeights weights = weights(type);
        for (int block = 0; block < ROWS * weights.blocksPerRow(); block++) {
            weights.setScales(block, 0);
        }
        if (type == BlockType.F16) {
            return; // without scales a zero is a value like others
        }
        float[][] x = activations(type);
        for (int n : TOKEN_COUNTS) {
            for (float[] row : product(set, weights, x, n)) {
                assertThat(row).containsOnly(0f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void subnormalScalesKeepTheBound(InstructionSet set, BlockType type) {
        assumeTrue(EncodedWeights.hasFreeScales(type), "its scales are powers of two");
        EncodedWeights weights = weights(type);
        for (int block = 0; block < ROWS * weights.blocksPerRow(); block++) {
            weights.setScales(block, (block % 7 + 1) * 0x1p-23f);
        }
        checkBound(set, type, weights, activations(type));
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void tinyActivationsKeepTheBound(InstructionSet set, BlockType type) {
        for (float size : new float[] {0x1p-119f, 0x1p-121f, Float.MIN_NORMAL, 0x1p-140f}) {
            float[][] x = activations(type);
            for (int token = 0; token < x.length; token += 2) {
                for (int i = 0; i < COLUMNS; i++) {
                    x[token][i] *= size;
                }
            }
            checkBound(set, type, weights(type), x);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void activationsThatAreNotFiniteSpoilTheirTokenAndNoOther(InstructionSet set, BlockType type) {
        EncodedWeights weights = weights(type);
        float[][] x = activations(type);
        for (int n : TOKEN_COUNTS) {
            float[][] clean = product(set, weights, x, n);
            for (float value : NOT_FINITE) {
                int token = n - 1;
                int column = n * 37 % COLUMNS;
                float before = x[token][column];
                x[token][column] = value;
                float[][] y = product(set, weights, x, n);
                x[token][column] = before;
                for (float each : y[token]) {
                    assertThat(Float.isFinite(each)).as("%s, %d tokens", value, n).isFalse();
                }
                y[token] = clean[token];
                assertThat(y).isEqualTo(clean);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void scalesThatAreNotFiniteSpoilTheirRowAndNoOther(InstructionSet set, BlockType type) {
        assumeTrue(EncodedWeights.hasFreeScales(type), "its scales are powers of two");
        float[][] x = activations(type);
        for (int n : TOKEN_COUNTS) {
            float[][] clean = product(set, weights(type), x, n);
            for (float value : NOT_FINITE) {
                int row = n % ROWS;
                EncodedWeights weights = weights(type);
                weights.setScales(row * weights.blocksPerRow() + 1, value);
                float[][] y = product(set, weights, x, n);
                for (int token = 0; token < n; token++) {
                    assertThat(Float.isFinite(y[token][row]))
                            .as("%s, %d tokens: %s", value, n, y[token][row])
                            .isFalse();
                    y[token][row] = clean[token][row];
                }
                assertThat(y).isEqualTo(clean);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void anyBytesAreAccepted(InstructionSet set, BlockType type) {
        Random random = new Random(5);
        try (Arena arena = Arena.ofShared();
                Kernels kernels = MatmulKernelsTest.open(set, 1)) {
            byte[] bytes = new byte[Math.toIntExact(ROWS * type.bytesFor(COLUMNS))];
            for (int n : TOKEN_COUNTS) {
                random.nextBytes(bytes);
                MemorySegment memory = arena.allocate(bytes.length);
                memory.copyFrom(MemorySegment.ofArray(bytes));
                WeightMatrix w = WeightMatrix.of(type, ROWS, COLUMNS, memory);
                FloatMatrix x = FloatMatrix.allocate(arena, n, COLUMNS);
                for (long at = 0; at < x.segment().byteSize(); at++) {
                    x.segment().set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
                }
                kernels.matmul(w, x, FloatMatrix.allocate(arena, n, ROWS));
            }
        }
    }

    private static EncodedWeights weights(BlockType type) {
        return EncodedWeights.random(new Random(type.name().hashCode()), type, ROWS, COLUMNS);
    }

    /** Of sizes from thousandths to thousands, none of them zero. */
    private static float[][] activations(BlockType type) {
        float[][] x = MatmulKernelsTest.activations(new Random(type.blockBytes()), COLUMNS);
        for (float[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] += row[i] == 0 ? 0.5f : 0;
            }
        }
        return x;
    }

    private static void checkBound(
            InstructionSet set, BlockType type, EncodedWeights weights, float[][] x) {
        Oracle oracle = new Oracle(type, weights, x);
        try (Arena arena = Arena.ofShared()) {
            for (int n : TOKEN_COUNTS) {
                FloatMatrix y = MatmulKernelsTest.matrix(arena, product(set, weights, x, n));
                assertThat(oracle.difference(y, 0, 0)).as("%d tokens", n).isEmpty();
            }
        }
    }

    private static float[][] product(
            InstructionSet set, EncodedWeights weights, float[][] x, int n) {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = MatmulKernelsTest.open(set, 1)) {
            WeightMatrix w = weights.place(arena.allocate(ROWS * weights.rowBytes()), 0, ROWS);
            FloatMatrix input = MatmulKernelsTest.matrix(arena, x).rows(0, n);
            FloatMatrix y = FloatMatrix.allocate(arena, n, ROWS);
            kernels.matmul(w, input, y);
            float[][] result = new float[n][ROWS];
            for (int token = 0; token < n; token++) {
                y.copyRow(token, result[token], 0);
            }
            return result;
        }
    }
}
