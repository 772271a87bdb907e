package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Products of rows as they lie with one to four tokens, run by emulation. */
class DotKernelTest {
    private static final long SEED = 20260102;
    private static final int[] COLUMNS = {32, 64, 96, 128, 160, 256, 288, 512, 2816};
    private static final int[] FLOAT_COLUMNS = {1, 3, 15, 16, 17, 31, 32, 100, 256};

    private final Aarch64Kernels kernels = Aarch64Kernels.dotProducts();
    private final Machine machine = new Machine();
    private final Products products = new Products(machine, kernels);

    @TempDir Path folder;

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    static Stream<BlockType> types() {
        return Stream.of(BlockType.values());
    }

    @ParameterizedTest
    @MethodSource("types")
    void productsAreExactUpToRounding(BlockType type) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int columns : type.blockSize() == 1 ? FLOAT_COLUMNS : COLUMNS) {
            if (columns % type.blockSize() != 0) {
                continue;
            }
            for (int rows : new int[] {0, 1, 3, 4, 9}) {
                Weights weights = Weights.moderate(type, rows, columns, rows % 4, random);
                for (int tokens = 1; tokens <= DotKernel.TOKENS_MAX; tokens++) {
                    products.dot(
                            weights, Operands.tokens(random, tokens, columns, 1), rows % 2 * 3);
                }
            }
        }
        machine.run(folder);
        assertThat(products.differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void extremeOperandsGiveWhatTheArithmeticGives(BlockType type)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int rows = 5;
        int columns = 512;
        for (Weights weights : Weights.extreme(type, rows, columns, random)) {
            for (float scale : new float[] {0, 1e-40f, 0x1p-119f, 1e-20f, 1, 1e20f, 1e30f}) {
                products.dot(weights, Operands.tokens(random, 1, columns, scale), 0);
                products.dot(weights, Operands.tokens(random, 2, columns, scale), 0);
            }
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                List<float[]> tokens = Operands.tokens(random, 3, columns, 1);
                tokens.get(1)[77] = value;
                products.dot(weights, tokens, 0);
            }
        }
        machine.run(folder);
        assertThat(products.differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void productsDoNotDependOnWhatGoesTogether(BlockType type)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int columns = type.blockSize() == 256 ? 1024 : 1120;
        Weights weights = Weights.moderate(type, 7, columns, 0, random);
        List<float[]> tokens = Operands.tokens(random, DotKernel.TOKENS_MAX, columns, 1);
        Machine.Operand together = products.dot(weights, tokens, 0);
        List<Machine.Operand> fewer = new ArrayList<>();
        for (int count = 1; count < tokens.size(); count++) {
            fewer.add(products.dot(weights, tokens.subList(0, count), 0));
        }
        machine.run(folder);
        for (Machine.Operand some : fewer) {
            ByteBuffer found = some.content();
            assertThat(found).isEqualTo(together.content().slice(0, found.capacity()));
        }
    }
}
