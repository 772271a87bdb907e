package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Panels and their products with tokens, run by emulation. */
class GemmKernelTest {
    private static final long SEED = 20260103;
    private static final int[] COLUMNS = {32, 96, 128, 160, 256, 512, 2816};
    private static final int[] FLOAT_COLUMNS = {1, 3, 4, 15, 16, 17, 100, 256};

    private final Machine machine = new Machine();

    @TempDir Path folder;

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    static Stream<Arguments> cases() {
        return Stream.of(BlockType.values())
                .flatMap(type -> Stream.of(Level.values()).map(level -> Arguments.of(level, type)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreExactUpToRounding(Level level, BlockType type)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Products products = new Products(machine, level.kernels());
        for (int columns : type.blockSize() == 1 ? FLOAT_COLUMNS : COLUMNS) {
            if (columns % type.blockSize() != 0) {
                continue;
            }
            for (int rows = 1; rows <= level.kernels().panelRows(); rows++) {
                int tokens = 1 + (rows + columns / 32) % tokensMax(level, type);
                Weights weights = Weights.moderate(type, rows, columns, rows % 4, random);
                products.gemm(weights, Operands.tokens(random, tokens, columns, 1), rows % 2 * 3);
            }
        }
        machine.run(folder);
        assertThat(products.differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void extremeOperandsGiveWhatTheArithmeticGives(Level level, BlockType type)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Products products = new Products(machine, level.kernels());
        int rows = 5;
        int columns = 512;
        for (Weights weights : Weights.extreme(type, rows, columns, random)) {
            for (float scale : new float[] {0, 1e-40f, 1e-20f, 1, 1e30f}) {
                products.gemm(weights, Operands.tokens(random, 4, columns, scale), 0);
            }
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                List<float[]> tokens = Operands.tokens(random, 3, columns, 1);
                tokens.get(1)[77] = value;
                products.gemm(weights, tokens, 0);
            }
        }
        machine.run(folder);
        assertThat(products.differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsDoNotDependOnWhatGoesTogether(Level level, BlockType type)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Products products = new Products(machine, level.kernels());
        int columns = type.blockSize() == 256 ? 1024 : 1120;
        Weights weights = Weights.moderate(type, 7, columns, 0, random);
        List<float[]> tokens = Operands.tokens(random, tokensMax(level, type), columns, 1);
        Machine.Operand together = products.gemm(weights, tokens, 0);
        List<Machine.Operand> fewer = new ArrayList<>();
        for (int count = 1; count < tokens.size(); count++) {
            fewer.add(products.gemm(weights, tokens.subList(0, count), 0));
        }
        machine.run(folder);
        for (Machine.Operand some : fewer) {
            ByteBuffer found = some.content();
            assertThat(found).isEqualTo(together.content().slice(0, found.capacity()));
        }
    }

    private static int tokensMax(Level level, BlockType type) {
        return FloatFormat.isPlain(type)
                ? level.kernels().gemmFloatTokensMax()
                : level.kernels().gemmTokensMax();
    }
}
