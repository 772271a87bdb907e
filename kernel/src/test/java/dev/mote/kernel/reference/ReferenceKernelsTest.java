package dev.mote.kernel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** Products, norms and element-wise operations, from their definitions. */
class ReferenceKernelsTest {
    private final Kernels kernels = new ReferenceKernels();

    @Test
    void multipliesRowsByRows() {
        WeightMatrix w = Matrices.f32Weights(3, 1, 2, 3, 4, 5, 6);
        FloatMatrix x = Matrices.rows(2, 1, 10, -1, 0.5f);
        FloatMatrix y = Matrices.zeros(2, 3);
        kernels.matmul(w, x, y);
        assertThat(Matrices.values(y)).containsExactly(21, 43, 65, 0, -1, -2);
    }

    @ParameterizedTest
    @EnumSource
    void unitVectorsPickTheColumnsOfWeightsOfEveryType(BlockType type) {
        int columns = 2 * type.blockSize() + (type.blockSize() == 1 ? 5 : 0);
        WeightMatrix w = Matrices.weights(new Random(1), type, 3, columns);
        FloatMatrix x = Matrices.zeros(columns, columns);
        for (int i = 0; i < columns; i++) {
            x.set(i, i, 1);
        }
        FloatMatrix y = Matrices.zeros(columns, 3);
        kernels.matmul(w, x, y);

        float[] decoded = new float[3 * columns];
        type.decode(w.data(), 0, decoded, 0, decoded.length);
        for (int output = 0; output < 3; output++) {
            for (int input = 0; input < columns; input++) {
                assertThat(y.get(input, output) == decoded[output * columns + input])
                        .as("%s at [%d, %d]", type, output, input)
                        .isTrue();
            }
        }
    }

    @Test
    void sumsWithoutLosingSmallTermsBesideLargeOnes() {
        FloatMatrix y = Matrices.zeros(1, 1);
        kernels.matmul(
                Matrices.f32Weights(1, 1, 1, 1, 1, 1), Matrices.row(1e8f, 1, 1, -1e8f, 1), y);
        assertThat(y.get(0, 0)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void gathersDecodedRows(BlockType type) {
        WeightMatrix w = Matrices.weights(new Random(2), type, 4, 256);
        FloatMatrix y = Matrices.zeros(3, 256);
        kernels.gather(w, new int[] {3, 0, 3}, y);
        float[] row = new float[256];
        type.decode(w.data(), 3 * w.rowBytes(), row, 0, 256);
        assertThat(Matrices.values(y.rows(0, 1))).isEqualTo(row);
        assertThat(Matrices.values(y.rows(2, 1))).isEqualTo(row);
        type.decode(w.data(), 0, row, 0, 256);
        assertThat(Matrices.values(y.rows(1, 1))).isEqualTo(row);
    }

    @Test
    void rmsNormDividesByTheRootMeanSquare() {
        FloatMatrix x = Matrices.row(3, 4);
        kernels.rmsNorm(x, Matrices.row(1, 10), 0, x);
        float root = (float) Math.sqrt(12.5);
        assertThat(Matrices.values(x)).containsExactly(new float[] {3 / root, 40 / root}, ulp());
    }

    @Test
    void rmsNormTreatsGroupsApart() {
        FloatMatrix x = Matrices.rows(2, 2, 2, 300, 300, -5, 5, 0, 0);
        FloatMatrix y = Matrices.zeros(2, 4);
        kernels.rmsNorm(x, Matrices.row(1, 2), 0.0001f, y);
        assertThat(Matrices.values(y))
                .containsExactly(new float[] {1, 2, 1, 2, -1, 2, 0, 0}, within(1e-4f));
    }

    @Test
    void rmsNormOfHugeValuesDoesNotOverflow() {
        FloatMatrix x = Matrices.row(1e30f, 1e30f);
        kernels.rmsNorm(x, Matrices.row(1, 1), 1e-5f, x);
        assertThat(Matrices.values(x)).containsExactly(1, 1);
    }

    @Test
    void layerNormGivesMeanZeroAndVarianceOneBeforeWeightAndBias() {
        FloatMatrix x = Matrices.random(new Random(4), 3, 37);
        FloatMatrix ones = Matrices.zeros(1, 37);
        for (int i = 0; i < 37; i++) {
            ones.set(0, i, 1);
        }
        kernels.layerNorm(x, ones, null, 0, x);
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 37; i++) {
                sum += x.get(row, i);
                squares += x.get(row, i) * x.get(row, i);
            }
            assertThat(sum).isCloseTo(0, within(1e-5));
            assertThat(squares).isCloseTo(37, within(1e-4));
        }
    }

    @Test
    void layerNormAppliesWeightBiasAndEpsilon() {
        FloatMatrix x = Matrices.row(1, 3);
        kernels.layerNorm(x, Matrices.row(2, 4), Matrices.row(10, 20), 3, x);
        // mean 2, variance 1, root of 1 + 3 is 2
        assertThat(Matrices.values(x)).containsExactly(9, 22);
    }

    @Test
    void activationsHaveTheirKnownValues() {
        assertThat(activated(Activation.SILU, 0, 1, -1, 1000, -1000))
                .containsExactly(new float[] {0, 0.7310586f, -0.26894143f, 1000, 0}, ulp());
        assertThat(activated(Activation.GELU, 0, 1, -1, 1000, -1000))
                .containsExactly(new float[] {0, 0.841192f, -0.158808f, 1000, 0}, within(1e-6f));
        assertThat(activated(Activation.RELU, 2, -2)).containsExactly(2, 0);
    }

    @Test
    void activationsPassNanOn() {
        for (Activation activation : Activation.values()) {
            assertThat(activated(activation, Float.NaN)[0]).isNaN();
        }
    }

    @Test
    void gatedActivationMultipliesByUp() {
        FloatMatrix gate = Matrices.row(1, -3, 2);
        kernels.gatedActivation(Activation.RELU, gate, Matrices.row(5, 5, -1));
        assertThat(Matrices.values(gate)).containsExactly(5, 0, -2);
    }

    @Test
    void addsRowByRowOrOneRowToAll() {
        FloatMatrix x = Matrices.rows(2, 1, 2, 3, 4);
        kernels.add(x, Matrices.row(10, 20));
        assertThat(Matrices.values(x)).containsExactly(11, 22, 13, 24);
        kernels.add(x, Matrices.rows(2, 1, 1, 2, 2));
        assertThat(Matrices.values(x)).containsExactly(12, 23, 15, 26);
    }

    @Test
    void scalesAndCaps() {
        FloatMatrix x = Matrices.row(1, -2, 0);
        kernels.scale(x, 3);
        assertThat(Matrices.values(x)).containsExactly(3, -6, 0);
        FloatMatrix y = Matrices.row(0, 1e9f, -1e9f, 5);
        kernels.softCap(y, 30);
        assertThat(Matrices.values(y))
                .containsExactly(
                        new float[] {0, 30, -30, (float) (30 * Math.tanh(5 / 30.0))}, ulp());
    }

    private float[] activated(Activation activation, float... values) {
        FloatMatrix x = Matrices.row(values);
        kernels.activation(activation, x);
        return Matrices.values(x);
    }

    private static org.assertj.core.data.Offset<Float> ulp() {
        return within(1e-6f);
    }
}
