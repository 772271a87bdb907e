package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.generated.RowKernels;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Operations row by row, run by emulation and compared with arithmetic in double. */
class RowKernelsTest {
    private static final long SEED = 20260104;
    private static final double ULP = 0x1p-23;

    private final RowKernels kernels = new Aarch64RowKernels();
    private final Machine machine = new Machine();
    private final Random random = new Random(SEED);

    @TempDir Path folder;

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsAreExactToSomeUnitsInTheLastPlace(Activation activation)
            throws IOException, InterruptedException {
        float[] x = values();
        float[] factors = Operands.gaussian(random, x.length, 1);
        Machine.Operand plain = machine.changed(x);
        Machine.Operand gated = machine.changed(x);
        machine.call(kernels.activation(activation, false), plain.address(), x.length, 0);
        machine.call(
                kernels.activation(activation, true),
                gated.address(),
                x.length,
                machine.input(factors).address());
        machine.run(folder);
        for (int i = 0; i < x.length; i++) {
            double exact = exact(activation, x[i]);
            // A rounded exponent z of e^−z makes |z| units of difference where e^−z dominates.
            double relative = (8 + 4 * Math.min(110, Math.abs(exponent(activation, x[i])))) * ULP;
            // What e^−z loses as a subnormal number is multiplied with x.
            double lost = Math.abs(x[i]) * Float.MIN_VALUE;
            check(x[i], plain.content().getFloat(4 * i), exact, relative, lost);
            double product = exact * factors[i];
            lost *= Math.abs(factors[i]);
            check(x[i], gated.content().getFloat(4 * i), product, relative, lost);
        }
    }

    private static void check(
            float x, float found, double exact, double relative, double absolute) {
        String what = "of " + x;
        if (Double.isNaN(exact)) {
            assertThat(found).as(what).isNaN();
        } else if (Double.isInfinite((float) exact)) {
            assertThat(found).as(what).isEqualTo((float) exact);
        } else {
            double bound = Math.abs(exact) * relative + absolute + 4 * Float.MIN_VALUE;
            assertThat((double) found).as(what).isEqualTo(exact, within(bound));
        }
    }

    /** z, where the activation is x / (1 + e^−z). */
    private static double exponent(Activation activation, double x) {
        return switch (activation) {
            case SILU -> x;
            case GELU -> 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
            case RELU -> 0;
        };
    }

    private static double exact(Activation activation, double x) {
        if (activation == Activation.RELU) {
            return Math.max(x, 0);
        }
        return x / (1 + Math.exp(-exponent(activation, x)));
    }

    /** Extremes, and values where exponentials are of any size. */
    private float[] values() {
        float[] x = Operands.gaussian(random, 331, 20);
        float[] extremes = {
            0,
            -0f,
            1e-40f,
            -1e-30f,
            1e-4f,
            87,
            -87,
            88.5f,
            -88.8f,
            89,
            -89,
            103,
            -104,
            1e4f,
            -1e4f,
            3e38f,
            -3e38f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        System.arraycopy(extremes, 0, x, 0, extremes.length);
        for (int i = 30; i < 120; i++) {
            x[i] /= 20;
        }
        return x;
    }

    @Test
    void softCapIsRelativelyExact() throws IOException, InterruptedException {
        float[] x = values();
        Machine.Operand capped = machine.changed(x);
        machine.call(kernels.softCap(), capped.address(), x.length, Float.floatToRawIntBits(30));
        machine.run(folder);
        for (int i = 0; i < x.length; i++) {
            double exact = 30 * Math.tanh((double) x[i] / 30);
            double lost = 30 * Float.MIN_VALUE; // of a quotient that is subnormal
            check(x[i], capped.content().getFloat(4 * i), exact, 8 * ULP, lost);
        }
    }

    @Test
    void sumsAndMultiplesAreRoundedOnce() throws IOException, InterruptedException {
        for (int columns : new int[] {1, 3, 4, 5, 8, 33}) {
            float[] x = Operands.gaussian(random, 3 * columns, 1);
            float[] y = Operands.gaussian(random, 3 * columns, 1);
            Machine.Operand sums = machine.changed(x);
            Machine.Operand repeated = machine.changed(x);
            Machine.Operand multiples = machine.changed(x);
            long other = machine.input(y).address();
            machine.call(kernels.add(), sums.address(), columns, 3, other, 4L * columns);
            machine.call(kernels.add(), repeated.address(), columns, 3, other, 0);
            machine.call(
                    kernels.scale(), multiples.address(), x.length, Float.floatToRawIntBits(0.3f));
            machine.run(folder);
            for (int i = 0; i < x.length; i++) {
                assertThat(sums.content().getFloat(4 * i)).isEqualTo(x[i] + y[i]);
                assertThat(repeated.content().getFloat(4 * i)).isEqualTo(x[i] + y[i % columns]);
                assertThat(multiples.content().getFloat(4 * i)).isEqualTo(x[i] * 0.3f);
            }
        }
    }

    @Test
    void normsAreRoundedOnce() throws IOException, InterruptedException {
        for (int columns : new int[] {1, 2, 3, 4, 7, 64, 101}) {
            for (float size : new float[] {1e-20f, 1, 1e30f}) {
                norms(columns, size);
            }
        }
    }

    private void norms(int columns, float size) throws IOException, InterruptedException {
        int groups = 3;
        double epsilon = 1e-6 * size * size;
        float[] x = Operands.gaussian(random, groups * columns, size);
        float[] weight = Operands.gaussian(random, columns, 1);
        float[] bias = Operands.gaussian(random, columns, 1);
        Machine.Operand rms = machine.changed(x);
        Machine.Operand layer = machine.output(4L * x.length);
        Machine.Operand biased = machine.output(4L * x.length);
        long weights = machine.input(weight).address();
        long biases = machine.input(bias).address();
        long input = machine.input(x).address();
        long width = Double.doubleToRawLongBits(columns);
        long eps = Double.doubleToRawLongBits(epsilon);
        machine.call(
                kernels.rmsNorm(),
                rms.address(),
                columns,
                groups,
                weights,
                0,
                rms.address(),
                width,
                eps);
        for (boolean withBias : new boolean[] {false, true}) {
            machine.call(
                    kernels.layerNorm(withBias),
                    input,
                    columns,
                    groups,
                    weights,
                    withBias ? biases : 0,
                    (withBias ? biased : layer).address(),
                    width,
                    eps);
        }
        machine.run(folder);
        for (int i = 0; i < x.length; i++) {
            int first = i / columns * columns;
            double mean = 0;
            double squares = 0;
            for (int j = first; j < first + columns; j++) {
                mean += x[j] / (double) columns;
                squares += (double) x[j] * x[j] / columns;
            }
            double variance = 0;
            for (int j = first; j < first + columns; j++) {
                variance += (x[j] - mean) * (x[j] - mean) / columns;
            }
            double w = weight[i % columns];
            double centred = (x[i] - mean) / Math.sqrt(variance + epsilon) * w;
            double b = bias[i % columns];
            normal(rms.content().getFloat(4 * i), x[i] / Math.sqrt(squares + epsilon) * w, 0);
            normal(layer.content().getFloat(4 * i), centred, Math.abs(w));
            normal(biased.content().getFloat(4 * i), centred + b, Math.abs(w) + Math.abs(b));
        }
    }

    /** A rounding to F32 beyond what doubles lose of the larger parts. */
    private static void normal(float found, double exact, double parts) {
        double bound = Math.abs(exact) * 0x1.00001p-24 + parts * 1e-12 + Float.MIN_VALUE;
        assertThat((double) found).isEqualTo(exact, within(bound));
    }

    @ParameterizedTest
    @EnumSource(RopeTable.Pairing.class)
    void rotationsAreExactToTheLastPlace(RopeTable.Pairing pairing)
            throws IOException, InterruptedException {
        for (int pairs : new int[] {1, 2, 3, 4, 5, 16, 33}) {
            rotations(pairing, pairs);
        }
    }

    private void rotations(RopeTable.Pairing pairing, int pairs)
            throws IOException, InterruptedException {
        boolean adjacent = pairing == RopeTable.Pairing.ADJACENT;
        int headSize = 2 * pairs + 3;
        int heads = 2;
        int rows = 2;
        int angles = adjacent ? 2 * pairs : pairs;
        float[] x = Operands.gaussian(random, rows * heads * headSize, 1);
        float[] cosines = new float[rows * angles];
        float[] sines = new float[rows * angles];
        for (int i = 0; i < cosines.length; i++) {
            double angle = (adjacent ? i / 2 : i) * 0.7;
            cosines[i] = (float) Math.cos(angle);
            sines[i] = (float) (adjacent && i % 2 == 0 ? -Math.sin(angle) : Math.sin(angle));
        }
        Machine.Operand rotated = machine.changed(x);
        machine.call(
                kernels.rope(pairing),
                rotated.address(),
                4L * headSize,
                heads,
                rows,
                machine.input(cosines).address(),
                machine.input(sines).address(),
                4L * angles,
                angles);
        machine.run(folder);
        for (int i = 0; i < x.length; i++) {
            int at = i % headSize;
            int row = i / (heads * headSize);
            float found = rotated.content().getFloat(4 * i);
            if (at >= 2 * pairs) {
                assertThat(found).isEqualTo(x[i]);
                continue;
            }
            int angle = row * angles + (adjacent ? at : at % pairs);
            boolean first = adjacent ? at % 2 == 0 : at < pairs;
            int partner = i + (first ? 1 : -1) * (adjacent ? 1 : pairs);
            double sine = adjacent || !first ? sines[angle] : -sines[angle];
            double exact = (double) x[i] * cosines[angle] + x[partner] * sine;
            double bound = (Math.abs(x[i]) + Math.abs(x[partner])) * ULP;
            assertThat((double) found).isEqualTo(exact, within(bound));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void cacheRowsHaveTheBytesOfTheCodec(BlockType type) throws IOException, InterruptedException {
        int[] sizes = type == BlockType.Q8_0 ? new int[] {32, 96} : new int[] {1, 4, 6, 64};
        for (int size : sizes) {
            int heads = 2;
            int rows = 3;
            int headBytes = (int) type.bytesFor(size) + 6;
            int rowBytes = heads * headBytes + 10;
            float[] x = Operands.gaussian(random, rows * heads * size, 1);
            x[0] = 1e-42f;
            if (type == BlockType.Q8_0) {
                Arrays.fill(x, 0, 32, 0);
                x[32] = 1e9f;
                x[65] = Float.NaN;
                x[40] = -1e9f;
            }
            long bytes = (rows - 1L) * rowBytes + (heads - 1L) * headBytes + type.bytesFor(size);
            Machine.Operand target = machine.output(bytes);
            machine.call(
                    kernels.store(type),
                    machine.input(x).address(),
                    size,
                    heads,
                    rows,
                    target.address(),
                    headBytes,
                    rowBytes);
            machine.run(folder);
            byte[] expected = new byte[(int) bytes];
            Arrays.fill(expected, (byte) 0xaa);
            for (int head = 0; head < rows * heads; head++) {
                long at = (long) (head / heads) * rowBytes + (long) (head % heads) * headBytes;
                type.encode(x, head * size, MemorySegment.ofArray(expected), at, size);
            }
            assertThat(target.content()).isEqualTo(ByteBuffer.wrap(expected));
        }
    }

    static Stream<BlockType> decodable() {
        return Stream.of(BlockType.values());
    }

    @ParameterizedTest
    @MethodSource("decodable")
    void rowsDecodeAsTheCodecDoes(BlockType type) throws IOException, InterruptedException {
        int columns = type.blockSize() == 1 ? 37 : type.blockSize() == 32 ? 288 : 768;
        Weights weights = Weights.moderate(type, 1, columns, 0, random);
        Machine.Operand decoded = machine.output(4L * columns);
        machine.call(
                kernels.decode(type),
                machine.input(weights.bytes()).address(),
                columns,
                decoded.address());
        machine.run(folder);
        for (int i = 0; i < columns; i++) {
            double expected = weights.value(0, i);
            double min = weights.min(0, i);
            double bound = min == 0 ? 0 : (Math.abs(expected - min) + Math.abs(min)) * ULP;
            assertThat((double) decoded.content().getFloat(4 * i))
                    .isEqualTo(expected, within(bound));
        }
    }
}
