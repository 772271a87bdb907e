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
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Products of rows with records, run by emulation. */
class DotKernelTest {
    private static final long SEED = 20260102;
    private static final int[] COLUMNS = {32, 64, 96, 128, 160, 256, 288, 512, 2816};

    @TempDir Path folder;

    /** One call; results of a token are {@code gap} floats longer than its rows. */
    private record Case(Weights weights, List<float[]> tokens, int gap, Machine.Operand result) {}

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    static Stream<WeightFormat> formats() {
        return Stream.of(BlockType.values()).flatMap(type -> WeightFormats.of(type).stream());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void productsAreExactUpToRounding(WeightFormat format)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Machine machine = new Machine();
        List<Case> cases = new ArrayList<>();
        for (int columns : COLUMNS) {
            if (columns % format.type().blockSize() != 0) {
                continue;
            }
            for (int rows : new int[] {0, 1, 3, 4, 9}) {
                int gap = rows % 2 == 1 ? rows : 0;
                Weights weights = Weights.moderate(format.type(), rows, columns, gap, random);
                for (int tokens = 1; tokens <= DotKernel.TOKENS_MAX; tokens++) {
                    cases.add(call(machine, format, weights, tokens(random, tokens, columns, 1)));
                }
            }
        }
        machine.run(folder);
        assertThat(differences(format, cases)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void extremeOperandsGiveWhatTheArithmeticGives(WeightFormat format)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Machine machine = new Machine();
        List<Case> cases = new ArrayList<>();
        int rows = 5;
        int columns = 512;
        List<Weights> matrices = new ArrayList<>();
        byte[] bytes = new byte[Weights.size(format.type(), rows, columns, 0)];
        matrices.add(Weights.of(format.type(), rows, columns, 0, bytes.clone()));
        Arrays.fill(bytes, (byte) 0xff);
        matrices.add(Weights.of(format.type(), rows, columns, 0, bytes.clone()));
        for (int i = 0; i < 8; i++) {
            random.nextBytes(bytes);
            matrices.add(Weights.of(format.type(), rows, columns, 0, bytes.clone()));
        }
        matrices.add(Weights.moderate(format.type(), rows, columns, 0, random));
        for (Weights weights : matrices) {
            for (float scale : new float[] {0, 1e-40f, 0x1p-119f, 1e-20f, 1, 1e20f, 1e30f}) {
                cases.add(call(machine, format, weights, tokens(random, 1, columns, scale)));
                cases.add(call(machine, format, weights, tokens(random, 2, columns, scale)));
            }
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                List<float[]> tokens = tokens(random, 3, columns, 1);
                tokens.get(1)[77] = value;
                cases.add(call(machine, format, weights, tokens));
            }
        }
        machine.run(folder);
        assertThat(differences(format, cases)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void productsDoNotDependOnWhatGoesTogether(WeightFormat format)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Machine machine = new Machine();
        int columns = format.type().blockSize() == 32 ? 1120 : 1024;
        Weights weights = Weights.moderate(format.type(), 7, columns, 0, random);
        List<float[]> tokens = tokens(random, DotKernel.TOKENS_MAX, columns, 1);
        Case together = call(machine, format, weights, tokens);
        List<Case> alone = new ArrayList<>();
        for (int count = 1; count < tokens.size(); count++) {
            alone.add(call(machine, format, weights, tokens.subList(0, count)));
        }
        machine.run(folder);
        for (Case fewer : alone) {
            ByteBuffer expected = together.result().content();
            ByteBuffer found = fewer.result().content();
            int count = 4 * weights.rows() * fewer.tokens().size();
            assertThat(found.slice(0, count)).isEqualTo(expected.slice(0, count));
        }
    }

    private static List<float[]> tokens(Random random, int count, int columns, float scale) {
        return IntStream.range(0, count)
                .mapToObj(t -> Operands.gaussian(random, columns, scale))
                .toList();
    }

    private static Case call(
            Machine machine, WeightFormat format, Weights weights, List<float[]> tokens) {
        int columns = weights.columns();
        int gap = weights.rows() == 9 ? 3 : 0;
        int recordBytes = Records.bytes(columns) + 64 * gap;
        ByteBuffer records =
                ByteBuffer.allocate(recordBytes * tokens.size() - 64 * gap)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < tokens.size(); t++) {
            records.put(t * recordBytes, Records.quantise(tokens.get(t), format.zeroPoint()));
        }
        int resultBytes = 4 * (weights.rows() + gap);
        Machine.Operand result =
                machine.output(Math.max(0, (long) resultBytes * tokens.size() - 4L * gap));
        machine.call(
                DotKernel.assemble(format, tokens.size()),
                machine.input(weights.bytes()).address(),
                weights.rowBytes(),
                weights.rows(),
                machine.input(records.array()).address(),
                recordBytes,
                columns,
                result.address(),
                resultBytes);
        return new Case(weights, tokens, gap, result);
    }

    private static List<String> differences(WeightFormat format, List<Case> cases) {
        List<String> differences = new ArrayList<>();
        for (Case one : cases) {
            Weights weights = one.weights();
            ByteBuffer result = one.result().content();
            for (int t = 0; t < one.tokens().size(); t++) {
                byte[] record = Records.quantise(one.tokens().get(t), format.zeroPoint());
                double[] values = Records.values(record, weights.columns());
                for (int row = 0; row < weights.rows(); row++) {
                    String difference = weights.difference(row, values, result.getFloat());
                    if (!difference.isEmpty()) {
                        differences.add(
                                "%s, %d rows, %d columns, token %d of %d: %s"
                                        .formatted(
                                                weights.type(),
                                                weights.rows(),
                                                weights.columns(),
                                                t,
                                                one.tokens().size(),
                                                difference));
                    }
                }
                for (int i = 0; i < one.gap() && result.hasRemaining(); i++) {
                    assertThat(result.getInt()).isEqualTo(0xaaaaaaaa);
                }
            }
        }
        return differences.size() > 5 ? differences.subList(0, 5) : differences;
    }
}
