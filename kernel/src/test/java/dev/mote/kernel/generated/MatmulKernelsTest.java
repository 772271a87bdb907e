package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.generated.GuardedBuffer.Edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Products of every block type on every instruction set that runs here, with operands that touch
 * forbidden pages, against exact arithmetic and against the reference.
 */
class MatmulKernelsTest {
    private static final int TOKENS = 33;
    private static final int ROWS = 45;
    private static final int[] ROW_COUNTS = {1, 7, 15, 16, 17, 31, 32, 33, ROWS};
    private static final int[] SOME_TOKEN_COUNTS = {1, 3, 4, 5, 7, 13, 33};

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void multipliesExactlyAndOnlyWhatItWasGiven(InstructionSet set, BlockType type) {
        for (int columns : columns(type)) {
            Random random = new Random(31 * columns + type.name().hashCode());
            EncodedWeights weights = EncodedWeights.random(random, type, ROWS, columns);
            float[][] x = activations(random, columns);
            check(set, type, weights, x);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void staysWithinTheQuantisationOfActivations(InstructionSet set, BlockType type) {
        for (int columns : columns(type)) {
            Random random = new Random(37 * columns + type.name().hashCode());
            EncodedWeights weights = EncodedWeights.random(random, type, ROWS, columns);
            float[][] x = activations(random, columns);
            try (Arena arena = Arena.ofShared();
                    Kernels kernels = open(set, 1);
                    Kernels reference = Kernels.open(1, "reference")) {
                WeightMatrix w = weights.place(arena.allocate(ROWS * weights.rowBytes()), 0, ROWS);
                for (int n : new int[] {4, TOKENS}) {
                    FloatMatrix input = matrix(arena, Arrays.copyOf(x, n));
                    FloatMatrix expected = FloatMatrix.allocate(arena, n, ROWS);
                    FloatMatrix y = FloatMatrix.allocate(arena, n, ROWS);
                    reference.matmul(w, input, expected);
                    kernels.matmul(w, input, y);
                    assertThat(new Oracle(type, weights, x).differenceFrom(expected, y))
                            .as("%s, %d tokens", w, n)
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void givesTheSameBitsWhateverTheNumberOfThreads(InstructionSet set, BlockType type) {
        int columns = 512;
        int rows = 300;
        Random random = new Random(type.name().hashCode());
        EncodedWeights weights = EncodedWeights.random(random, type, rows, columns);
        float[][] x = activations(random, columns);
        try (Arena arena = Arena.ofShared()) {
            WeightMatrix w = weights.place(arena.allocate(rows * weights.rowBytes()), 0, rows);
            for (int n : new int[] {1, 3, 7, TOKENS}) {
                FloatMatrix input = matrix(arena, Arrays.copyOf(x, n));
                FloatMatrix one = FloatMatrix.allocate(arena, n, rows);
                multiply(set, 1, w, input, one);
                for (int threads : new int[] {2, 3}) {
                    FloatMatrix y = FloatMatrix.allocate(arena, n, rows);
                    multiply(set, threads, w, input, y);
                    assertThat(one.segment().mismatch(y.segment()))
                            .as("%d tokens, %d threads", n, threads)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static void multiply(
            InstructionSet set, int threads, WeightMatrix w, FloatMatrix x, FloatMatrix y) {
        try (Kernels kernels = open(set, threads)) {
            kernels.matmul(w, x, y);
        }
    }

    static Kernels open(InstructionSet set, int threads) {
        return new GeneratedKernels(OperatingSystem.current(), set, threads);
    }

    private static List<Integer> columns(BlockType type) {
        List<Integer> all =
                type.blockSize() == 1
                        ? List.of(1, 7, 8, 15, 17, 31, 33, 63, 100, 259)
                        : List.of(32, 64, 96, 160, 256, 512, 2816);
        return all.stream().filter(count -> count % type.blockSize() == 0).toList();
    }

    /** Gaussian values of very different sizes from group to group, one group of zeros. */
    static float[][] activations(Random random, int columns) {
        float[][] x = new float[TOKENS][columns];
        for (int token = 0; token < TOKENS; token++) {
            for (int i = 0; i < columns; i++) {
                float size = (float) Math.pow(10, (token + i / 32 * 5) % 7 - 3);
                boolean zero = columns > 64 && i / 32 == token % 3;
                x[token][i] = zero ? 0 : (float) random.nextGaussian() * size;
            }
        }
        return x;
    }

    static FloatMatrix matrix(Arena arena, float[][] x) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, x.length, x[0].length);
        for (int row = 0; row < x.length; row++) {
            matrix.setRow(row, x[row], 0);
        }
        return matrix;
    }

    private static void check(
            InstructionSet set, BlockType type, EncodedWeights weights, float[][] x) {
        Oracle oracle = new Oracle(type, weights, x);
        int columns = weights.columns();
        try (Kernels kernels = open(set, 1);
                GuardedBuffer data = GuardedBuffer.of(ROWS * weights.rowBytes());
                GuardedBuffer inputs = GuardedBuffer.of(4L * TOKENS * columns);
                GuardedBuffer outputs = GuardedBuffer.of(4L * TOKENS * ROWS)) {
            for (Edge edge : Edge.values()) {
                place(inputs.at(edge, 4L * TOKENS * columns), x);
                for (int rows : ROW_COUNTS) {
                    int firstRow = edge == Edge.END ? ROWS - rows : 0;
                    WeightMatrix w =
                            weights.place(data.at(edge, rows * weights.rowBytes()), firstRow, rows);
                    for (int n : tokenCounts(rows)) {
                        int firstToken = edge == Edge.END ? TOKENS - n : 0;
                        MemorySegment output = outputs.at(edge, 4L * n * rows);
                        FloatMatrix y = FloatMatrix.of(output, n, rows);
                        FloatMatrix input =
                                FloatMatrix.of(inputs.at(edge, 4L * n * columns), n, columns);
                        kernels.matmul(w, input, y);
                        String difference = oracle.difference(y, firstToken, firstRow);
                        assertThat(difference).as("%s, %d tokens", w, n).isEmpty();
                        assertThat(outputs.untouchedBeside(edge, 4L * n * rows))
                                .as("%s, %d tokens: bytes beside the output", w, n)
                                .isTrue();
                        output.fill((byte) 0xA5);
                    }
                }
                outputs.clear();
            }
        }
    }

    private static int[] tokenCounts(int rows) {
        return rows == ROWS ? IntStream.rangeClosed(1, TOKENS).toArray() : SOME_TOKEN_COUNTS;
    }

    private static void place(MemorySegment memory, float[][] x) {
        for (int token = 0; token < x.length; token++) {
            MemorySegment.copy(
                    x[token],
                    0,
                    memory,
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    4L * token * x[token].length,
                    x[token].length);
        }
    }
}
