package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;

/** Several products of one input in one operation, of types that see the input differently. */
class ManyMatricesTest {
    private static final int COLUMNS = 512;

    /** Plain, zero points of 0, 8, 32 and 128, arranged by nibbles and not, and some twice. */
    private static final List<BlockType> TYPES =
            List.of(
                    BlockType.Q4_K,
                    BlockType.Q6_K,
                    BlockType.Q4_0,
                    BlockType.Q8_0,
                    BlockType.F16,
                    BlockType.Q4_K,
                    BlockType.F32,
                    BlockType.Q5_0,
                    BlockType.Q6_K);

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#alone")
    void givesTheSameBitsAsOneByOne(InstructionSet set) {
        Random random = new Random(5);
        try (Arena arena = Arena.ofShared();
                Kernels kernels = MatmulKernelsTest.open(set, 2)) {
            WeightMatrix[] weights = new WeightMatrix[TYPES.size()];
            for (int i = 0; i < weights.length; i++) {
                int rows = 20 + 37 * i;
                EncodedWeights encoded = EncodedWeights.random(random, TYPES.get(i), rows, COLUMNS);
                weights[i] = encoded.place(arena.allocate(rows * encoded.rowBytes()), 0, rows);
            }
            for (int n : new int[] {1, 4, 6, 33}) {
                FloatMatrix x = FloatMatrix.allocate(arena, n, COLUMNS);
                for (int i = 0; i < n * COLUMNS; i++) {
                    x.set(i / COLUMNS, i % COLUMNS, (float) random.nextGaussian());
                }
                FloatMatrix[] together = new FloatMatrix[weights.length];
                for (int i = 0; i < weights.length; i++) {
                    together[i] = FloatMatrix.allocate(arena, n, weights[i].rows());
                }
                kernels.matmul(weights, x, together);
                for (int i = 0; i < weights.length; i++) {
                    FloatMatrix alone = FloatMatrix.allocate(arena, n, weights[i].rows());
                    kernels.matmul(weights[i], x, alone);
                    assertThat(together[i].segment().mismatch(alone.segment()))
                            .as("%s, %d tokens", weights[i], n)
                            .isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void refusesFewerOutputsThanWeights() {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Kernels.open(1)) {
            WeightMatrix w = WeightMatrix.of(BlockType.F32, 2, 4, arena.allocate(32, 4));
            FloatMatrix x = FloatMatrix.allocate(arena, 1, 4);
            FloatMatrix y = FloatMatrix.allocate(arena, 1, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            kernels.matmul(new WeightMatrix[] {w, w}, x, new FloatMatrix[] {y}))
                    .withMessageContaining("2 weights into 1 outputs");
        }
    }
}
