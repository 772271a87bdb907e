package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.reference.ReferenceKernels;
import dev.mote.kernel.vector.Randoms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.Random;

/** Rows of a table against the reference, the table ending at a page that must not be touched. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("dev.mote.kernel.generated.Levels#alone")
class GatherTest {
    private final InstructionSet set;

    /**
     * Scale and minimum are products of at most three numbers, their combination one more: relative
     * to the block's largest value, which the minimum may exceed by little, 8 roundings.
     */
    private static final double BOUND = 8 * 0x1p-24;

    /** Scales of MXFP4 that are no normal numbers count as 0. */
    private static final double TINY = 0x1p-123;

    GatherTest(InstructionSet set) {
        this.set = set;
    }

    @ParameterizedTest
    @EnumSource(BlockType.class)
    void decodesRows(BlockType type) {
        int block = type.blockSize();
        int[] widths = block == 1 ? new int[] {1, 7, 16, 100} : new int[] {block, 3 * block};
        for (int columns : widths) {
            try (Arena arena = new GuardedMemory();
                    Kernels kernels = Backends.open(set, 2);
                    Kernels reference = new ReferenceKernels()) {
                WeightMatrix w = Randoms.weights(arena, new Random(9), type, 70, columns, 0);
                int[] ids = new Random(2).ints(200, 0, 70).toArray();
                ids[0] = 69;
                FloatMatrix expected = FloatMatrix.allocate(arena, ids.length, columns);
                FloatMatrix actual = FloatMatrix.allocate(arena, ids.length, columns);
                reference.gather(w, ids, expected);
                kernels.gather(w, ids, actual);
                Samples.assertWithin(
                        type.name(),
                        actual,
                        expected,
                        (row, column, e) ->
                                BOUND * largest(expected, row, column, block)
                                        + (type == BlockType.MXFP4 ? TINY : 0));
            }
        }
    }

    private static double largest(FloatMatrix x, int row, int column, int block) {
        double largest = 0;
        int first = column / block * block;
        for (int i = first; i < first + block; i++) {
            largest = Math.max(largest, Math.abs(x.get(row, i)));
        }
        return block == 1 ? 0 : largest;
    }

    @Test
    void refusesRowsThatAreNotThere() {
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.open(set, 1)) {
            WeightMatrix w = Randoms.weights(arena, new Random(1), BlockType.F16, 5, 32, 0);
            FloatMatrix y = FloatMatrix.allocate(arena, 1, 32);
            assertThatThrownBy(() -> kernels.gather(w, new int[] {5}, y))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.gather(w, new int[] {-1}, y))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
