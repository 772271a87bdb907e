package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Activation records, run by emulation. */
class QuantiseKernelTest {
    private static final long SEED = 20260101;

    @TempDir Path folder;

    @BeforeEach
    void needsEmulator() {
        assumeTrue(Emulation.present(), Emulation.ABSENT);
    }

    @Test
    void recordsAndLinesAreExact() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        List<float[]> rows = new ArrayList<>();
        for (int columns : new int[] {1, 2, 31, 32, 33, 96, 160, 255, 256, 257, 512, 2816}) {
            rows.add(Operands.gaussian(random, columns, 1));
        }
        rows.add(Operands.gaussian(random, 256, 1e30f));
        rows.add(Operands.gaussian(random, 256, 1e-30f));
        rows.add(Operands.gaussian(random, 256, 0x1p-120f));
        rows.add(Operands.gaussian(random, 64, 1e-42f));
        rows.add(new float[100]);
        float[] halves = new float[64];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % 32 == 0 ? 127 : i / 2f - 20;
        }
        rows.add(halves);
        check(rows, 8);
        check(rows, 0);
        check(rows, -16);
    }

    private void check(List<float[]> rows, int zeroPoint) throws IOException, InterruptedException {
        Machine machine = new Machine();
        byte[] quantise = QuantiseKernel.assemble(new RecordLayout());
        byte[] quantiseLines = QuantiseKernel.assemble(new LineLayout());
        List<Machine.Operand> records = new ArrayList<>();
        List<Machine.Operand> lines = new ArrayList<>();
        for (float[] row : rows) {
            long address = machine.input(row).address();
            Machine.Operand record = machine.output(RecordLayout.bytes(row.length));
            machine.call(quantise, address, row.length, record.address(), zeroPoint);
            records.add(record);
            Machine.Operand line = machine.output(LineLayout.bytes(row.length));
            machine.call(quantiseLines, address, row.length, line.address(), zeroPoint);
            lines.add(line);
        }
        machine.run(folder);
        for (int i = 0; i < rows.size(); i++) {
            Records expected = new Records(rows.get(i));
            byte[] record = records.get(i).content().array();
            clearUnwritten(record, rows.get(i).length);
            assertThat(record).as("record of row %d", i).isEqualTo(expected.record(zeroPoint));
            byte[] line = lines.get(i).content().array();
            for (int at = 48; at < line.length; at += LineLayout.LINE_BYTES) {
                Arrays.fill(line, at, at + 16, (byte) 0);
            }
            assertThat(line).as("lines of row %d", i).isEqualTo(expected.lines());
        }
    }

    /** Records end with up to 63 bytes that nobody uses. */
    private static void clearUnwritten(byte[] record, int columns) {
        int padded = (columns + 255) & -256;
        Arrays.fill(record, padded / 8 * 15, record.length, (byte) 0);
    }

    @Test
    void valuesThatAreNotFiniteGiveScalesThatAreNotFinite()
            throws IOException, InterruptedException {
        Machine machine = new Machine();
        List<Machine.Operand> records = new ArrayList<>();
        for (float value :
                new float[] {
                    Float.NaN,
                    Float.intBitsToFloat(0xff80_0001),
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY
                }) {
            float[] row = new float[256];
            Arrays.fill(row, 1);
            row[40] = value;
            Machine.Operand record = machine.output(RecordLayout.bytes(256));
            machine.call(
                    QuantiseKernel.assemble(new RecordLayout()),
                    machine.input(row).address(),
                    256,
                    record.address(),
                    0);
            records.add(record);
        }
        machine.run(folder);
        int scales = 256 + 256 / 4 + 256 / 8;
        for (Machine.Operand record : records) {
            assertThat(record.content().getFloat(scales)).isEqualTo(1f / 127);
            assertThat(record.content().getFloat(scales + 4)).isNotFinite();
        }
    }
}
