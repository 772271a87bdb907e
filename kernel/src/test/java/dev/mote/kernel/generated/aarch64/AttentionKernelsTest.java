package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.generated.AttentionKernels;
import dev.mote.kernel.generated.AttentionKernels.Bias;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** Attention, run by emulation and compared with arithmetic in double. */
class AttentionKernelsTest {
    private static final long SEED = 20260711;
    private static final int STATE_BYTES = 16;

    private final AttentionKernels kernels = new Aarch64AttentionKernels();
    private final Random random = new Random(SEED);

    @TempDir Path folder;

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void readsEveryCacheTypeInEveryHeadSize(BlockType type)
            throws IOException, InterruptedException {
        for (int size : new int[] {32, 64, 96, 128, 256}) {
            check(AttentionCase.causal(type, 1, 4, size, 40), 64, 1);
            check(AttentionCase.causal(type, 3, 2, size, 70), 64, 1);
        }
        check(AttentionCase.causal(type, 3, 2, 64, 40).valuesOf(96), 64, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16"})
    void takesHeadSizesThatFillNoVector(BlockType type) throws IOException, InterruptedException {
        for (int size : new int[] {1, 5, 16, 20, 33, 80}) {
            check(AttentionCase.causal(type, 2, 3, size, 9).valuesOf(size + 3), 32, 1);
        }
    }

    @Test
    void sharesKeysBetweenAnyNumberOfQueryHeads() throws IOException, InterruptedException {
        for (int group : new int[] {1, 2, 3, 4, 5, 7, 8, 13}) {
            check(AttentionCase.causal(BlockType.F16, 2, group, 16, 50), 32, 1);
        }
    }

    @Test
    void countsKeysUpTo33() throws IOException, InterruptedException {
        for (int keys = 1; keys <= 33; keys++) {
            check(AttentionCase.causal(BlockType.F32, 1, 2, 8, keys - 1), 32, 1);
        }
    }

    @Test
    void seesWhatTheMaskShows() throws IOException, InterruptedException {
        AttentionCase some = AttentionCase.causal(BlockType.F32, 9, 2, 16, 90);
        check(some.windowed(0, 0, some.keys(), 0), 32, 1);
        check(some.windowed(1L - Integer.MAX_VALUE + 90, 1, 91, 1), 32, 1);
        check(some.windowed(90 - 36, 1, 91, 1), 32, 1);
        check(some.windowed(90, 1, 91, 1), 64, 1);
        check(some.windowed(69, 1, 112, 1), 64, 1);
        check(some.windowed(200, 1, 203, 1), 64, 1);
        check(some.windowed(90, 1, 1L + Integer.MAX_VALUE, 1), 64, 1);
    }

    @ParameterizedTest
    @EnumSource(Bias.class)
    void addsBiasesAndCapsScores(Bias bias) throws IOException, InterruptedException {
        for (float cap : new float[] {0, 5}) {
            for (int keys : new int[] {5, 6, 7, 8, 101}) {
                AttentionCase some = AttentionCase.causal(BlockType.F32, 5, 2, 8, keys - 5);
                check(some.with(cap, bias), 32, 1);
                check(some.windowed(0, 0, keys, 0).with(cap, bias), 64, 1);
                check(AttentionCase.causal(BlockType.F16, 1, 4, 8, keys).with(cap, bias), 32, 1);
            }
        }
    }

    @Test
    void joinsPartsOfTheKeys() throws IOException, InterruptedException {
        check(AttentionCase.causal(BlockType.F16, 1, 4, 32, 250), 32, 4);
        check(AttentionCase.causal(BlockType.Q8_0, 3, 2, 32, 250), 64, 3);
        check(AttentionCase.causal(BlockType.F32, 1, 1, 5, 250).windowed(100, 1, 120, 1), 32, 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void findsWhatIsNotFinite(BlockType type) throws IOException, InterruptedException {
        for (int count : new int[] {32, 64, 160, 1, 7, 39}) {
            if (count % type.blockSize() == 0) {
                finite(type, count);
            }
        }
    }

    private void finite(BlockType type, int count) throws IOException, InterruptedException {
        Machine machine = new Machine();
        int bytes = (int) type.bytesFor(count);
        byte[] ordinary = new byte[bytes];
        byte[] last = new byte[bytes];
        int end = type == BlockType.Q8_0 ? bytes - 32 : bytes;
        last[end - 1] = (byte) 0xff; // the sign, all bits of the exponent, and some of the fraction
        last[end - 2] = (byte) 0xff;
        for (byte[] each : new byte[][] {ordinary, last}) {
            for (int i = 0; i + 3 < (type == BlockType.Q8_0 ? 0 : bytes - 4); i++) {
                each[i] = (byte) (i % 2 == 1 ? 0xb0 : i); // negative and finite
            }
        }
        Machine.Operand none =
                machine.callWriting(
                        kernels.finite(type), machine.input(ordinary).address(), count, 7);
        Machine.Operand some =
                machine.callWriting(kernels.finite(type), machine.input(last).address(), count, 7);
        machine.run(folder);
        assertThat(none.content().getLong(16)).as("%s %d", type, count).isZero();
        assertThat(some.content().getLong(16)).as("%s %d", type, count).isNotZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void skipsWhatIsMasked(BlockType type) throws IOException, InterruptedException {
        Machine machine = new Machine();
        int size = 32;
        AttentionCase some = AttentionCase.causal(type, 1, 1, size, 4);
        byte[] values = some.encoded(random, size);
        int rowBytes = (int) type.bytesFor(size);
        for (int i = 0; i < 4; i++) {
            values[2 * rowBytes + i] = (byte) 0xff; // NaN in every type
        }
        float[] weights = {1, 2, 0, 0.5f, 0};
        Machine.Operand outputs = machine.output(4L * size);
        Machine.Operand states = machine.changed(0, 0, 1, 0);
        machine.call(
                kernels.mix(type, true),
                machine.input(weights).address(),
                32,
                1,
                machine.input(values).address(),
                rowBytes,
                5,
                size,
                outputs.address(),
                states.address(),
                1);
        machine.run(folder);
        for (int i = 0; i < size; i++) {
            assertThat(outputs.content().getFloat(4 * i)).isFinite();
        }
    }

    /** Runs all kernels as an operation on a cache does, and compares its outputs. */
    private void check(AttentionCase c, int tileKeys, int parts)
            throws IOException, InterruptedException {
        Machine machine = new Machine();
        int rows = c.rows();
        float[] queries = Operands.gaussian(random, rows * c.size(), 1);
        byte[] keys = c.encoded(random, c.size());
        byte[] values = c.encoded(random, c.valueSize());
        float[][] table = new float[c.group()][];
        for (int head = 0; head < c.group(); head++) {
            // From the first key at the last position to the last key at the first position.
            table[head] = Operands.gaussian(random, 2 * c.keys() - 1 - c.position(), 1);
        }
        Run run = new Run(machine, c, tileKeys, table);
        Machine.Operand target = run.all(queries, keys, values, parts);
        machine.run(folder);
        double[] exact = c.exact(queries, keys, values, table);
        ByteBuffer found = target.content();
        for (int i = 0; i < exact.length; i++) {
            assertThat((double) found.getFloat(4 * i))
                    .as("%s, element %d", c, i)
                    .isEqualTo(exact[i], within(c.bound()));
        }
    }

    /** The calls of one operation. */
    private final class Run {
        private final Machine machine;
        private final AttentionCase c;
        private final int tileKeys;
        private final long loaded;
        private final long scores;
        private final long panel;
        private final long spareKeys;
        private final long biases;
        private final long headBytes;

        Run(Machine machine, AttentionCase c, int tileKeys, float[][] table) {
            this.machine = machine;
            this.c = c;
            this.tileKeys = tileKeys;
            int rows = c.rows();
            loaded = machine.scratch(4L * rows * c.size()).address();
            scores = machine.scratch(4L * rows * tileKeys).address();
            int panelValues = (c.size() + 15) / 16 * 16;
            panel = machine.scratch(4L * AttentionKernels.PANEL_KEYS * panelValues).address();
            spareKeys =
                    machine.scratch(AttentionKernels.PANEL_KEYS * c.type().bytesFor(c.size()))
                            .address();
            float[] all = new float[c.group() * table[0].length];
            for (int head = 0; head < c.group(); head++) {
                System.arraycopy(table[head], 0, all, head * table[0].length, table[0].length);
            }
            float[] slopes = new float[c.group()];
            for (int head = 0; head < c.group(); head++) {
                slopes[head] = c.slope(head);
            }
            biases = machine.input(c.bias() == Bias.TABLE ? all : slopes).address();
            headBytes = c.bias() == Bias.TABLE ? 4L * table[0].length : 4;
        }

        Machine.Operand all(float[] queries, byte[] keys, byte[] values, int parts) {
            int rows = c.rows();
            int positionValues = c.group() * c.size();
            machine.call(
                    kernels.loadQueries(),
                    machine.input(queries).address(),
                    4L * positionValues,
                    c.positions(),
                    positionValues,
                    loaded,
                    Float.floatToRawIntBits(c.scale()));
            long outputBytes = 4L * rows * c.valueSize();
            long stateBytes = (long) rows * STATE_BYTES;
            long outputs = machine.scratch(parts * outputBytes).address();
            long states = machine.scratch(parts * stateBytes).address();
            long keyAddress = machine.input(keys).address();
            long valueAddress = machine.input(values).address();
            int partKeys = (c.keys() + parts - 1) / parts;
            for (int part = 0; part < parts; part++) {
                int start = part * partKeys;
                int end = Math.min(c.keys(), start + partKeys);
                for (int key = start; key < end; key += tileKeys) {
                    tile(
                            keyAddress,
                            valueAddress,
                            key,
                            Math.min(tileKeys, end - key),
                            key == start,
                            outputs + part * outputBytes,
                            states + part * stateBytes);
                }
            }
            Machine.Operand target = machine.output(outputBytes);
            machine.call(
                    kernels.finish(),
                    outputs,
                    outputBytes,
                    parts,
                    rows,
                    c.valueSize(),
                    states,
                    stateBytes,
                    target.address(),
                    4L * c.group() * c.valueSize(),
                    c.group());
            return target;
        }

        private void tile(
                long keys,
                long values,
                int key,
                int count,
                boolean first,
                long outputs,
                long states) {
            long keyBytes = c.type().bytesFor(c.size());
            long valueBytes = c.type().bytesFor(c.valueSize());
            machine.call(
                    kernels.scores(c.type()),
                    keys + key * keyBytes,
                    keyBytes,
                    count,
                    c.size(),
                    loaded,
                    c.rows(),
                    scores,
                    4L * tileKeys,
                    panel,
                    spareKeys);
            int distance = key - c.position();
            machine.call(
                    kernels.softmax(c.cap() != 0, c.bias()),
                    scores,
                    4L * tileKeys,
                    c.rows(),
                    count,
                    c.group(),
                    c.first() - key,
                    c.end() - key,
                    c.firstStep(),
                    c.endStep(),
                    states,
                    first ? 1 : 0,
                    Float.floatToRawIntBits(c.cap()),
                    c.bias() == Bias.TABLE ? biases + 4L * (distance + c.keys() - 1) : biases,
                    headBytes,
                    distance);
            machine.call(
                    kernels.mix(c.type(), false),
                    scores,
                    4L * tileKeys,
                    c.rows(),
                    values + key * valueBytes,
                    valueBytes,
                    count,
                    c.valueSize(),
                    outputs,
                    states,
                    first ? 1 : 0);
        }
    }
}
