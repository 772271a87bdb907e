package dev.mote.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.util.Random;

/**
 * Products of every block type against a sum in double precision over the codec's values.
 *
 * <p>The bound: a sum of k products in F32, in any order, errs by at most (k + 8) · 2^-24 · Σ
 * |w·x|; the 8 covers scales and zero points that are applied to partial sums. Zero points make a
 * partial sum larger than the products themselves, hence the factor 8 on top.
 */
class MatmulTest {
    private static final int[] TOKENS = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33};

    @ParameterizedTest
    @EnumSource(BlockType.class)
    void equalsTheSumOverDecodedValues(BlockType type) {
        for (int columns : type.blockSize() == 1 ? new int[] {1, 7, 33, 100} : blocks(type)) {
            check(type, 11, columns, columns % 3);
        }
        check(type, 45, 1280 / type.blockSize() * type.blockSize(), 1);
    }

    private static int[] blocks(BlockType type) {
        return new int[] {type.blockSize(), 3 * type.blockSize()};
    }

    private static void check(BlockType type, int rows, int columns, int misalignment) {
        Random random = new Random(type.name().hashCode() * 1000L + columns);
        try (Arena arena = Arena.ofShared();
                VectorKernels kernels = new VectorKernels(2)) {
            WeightMatrix w = Randoms.weights(arena, random, type, rows, columns, misalignment);
            double[][] decoded = decode(w);
            for (int n : TOKENS) {
                FloatMatrix x = Randoms.floats(arena, random, n, columns);
                FloatMatrix y = FloatMatrix.allocate(arena, n, rows);
                kernels.matmul(w, x, y);
                for (int token = 0; token < n; token++) {
                    for (int row = 0; row < rows; row++) {
                        double sum = 0;
                        double magnitude = 0;
                        for (int i = 0; i < columns; i++) {
                            double product = decoded[row][i] * x.get(token, i);
                            sum += product;
                            magnitude += Math.abs(product);
                        }
                        assertThat((double) y.get(token, row))
                                .as("%s row %d, token %d of %d", w, row, token, n)
                                .isCloseTo(
                                        sum,
                                        org.assertj.core.data.Offset.offset(
                                                8 * (columns + 8) * 0x1p-24 * magnitude
                                                        + Float.MIN_NORMAL));
                    }
                }
            }
        }
    }

    private static double[][] decode(WeightMatrix w) {
        double[][] values = new double[w.rows()][w.columns()];
        float[] row = new float[w.columns()];
        for (int r = 0; r < w.rows(); r++) {
            w.type().decode(w.data(), r * w.rowBytes(), row, 0, w.columns());
            for (int i = 0; i < w.columns(); i++) {
                values[r][i] = row[i];
            }
        }
        return values;
    }
}
