package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.generated.GuardedBuffer.Edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Single kernels on records, panels and scratch of exactly the sizes they state, beside forbidden
 * pages.
 */
class KernelOperandsTest {
    private static final int TOKENS = 13;

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#withTypes")
    void keepToTheSizesTheyState(InstructionSet set, BlockType type) {
        int[] columns =
                type.blockSize() == 1 ? new int[] {9, 130} : new int[] {32, 256, 288, 512, 800};
        for (int each : columns) {
            if (each % type.blockSize() == 0) {
                for (Edge edge : Edge.values()) {
                    Random random = new Random(each);
                    try (Arena arena = Arena.ofShared();
                            KernelTable table = new KernelTable(OperatingSystem.current(), set)) {
                        int rows = set.panelRows() - 3;
                        EncodedWeights weights = EncodedWeights.random(random, type, rows, each);
                        WeightMatrix w =
                                weights.place(arena.allocate(rows * weights.rowBytes()), 0, rows);
                        float[][] x = MatmulKernelsTest.activations(random, each);
                        FloatMatrix input = MatmulKernelsTest.matrix(arena, x).rows(0, TOKENS);
                        Calls calls = new Calls(arena, set, table, w, input, edge);
                        calls.panels();
                        calls.rows();
                        calls.stripes();
                    }
                }
            }
        }
    }

    /** One product, kernel by kernel. */
    private static final class Calls {
        private final InstructionSet set;
        private final KernelTable table;
        private final WeightMatrix w;
        private final FloatMatrix x;
        private final Edge edge;
        private final boolean plain;
        private final Parameters p;
        private final Arena arena;

        Calls(
                Arena arena,
                InstructionSet set,
                KernelTable table,
                WeightMatrix w,
                FloatMatrix x,
                Edge edge) {
            this.arena = arena;
            this.set = set;
            this.table = table;
            this.w = w;
            this.x = x;
            this.edge = edge;
            plain = w.type().blockSize() == 1;
            p = new Parameters(arena);
        }

        private FloatMatrix expected(int n) {
            FloatMatrix y = FloatMatrix.allocate(arena, n, w.rows());
            try (Kernels kernels = MatmulKernelsTest.open(set, 1)) {
                kernels.matmul(w, x.rows(0, n), y);
            }
            return y;
        }

        private long xRowBytes() {
            return 4L * w.columns();
        }

        private void quantise(MachineCode kernel, MemorySegment target, int n, long stride) {
            for (int token = 0; token < n; token++) {
                p.set(0, x.segment().address() + token * xRowBytes());
                p.set(1, w.columns());
                p.set(2, target.address() + token * stride);
                p.set(3, set.zeroPoint(w.type()));
                p.set(4, set.arrangement(w.type()));
                kernel.call(p.address());
            }
        }

        void rows() {
            long stride = plain ? xRowBytes() : set.recordBytes(w.columns());
            for (int n = 1; n <= KernelTable.DOT_TOKENS_MAX; n++) {
                long outputBytes = 4L * n * w.rows();
                try (GuardedBuffer records = GuardedBuffer.of(n * stride);
                        GuardedBuffer outputs = GuardedBuffer.of(outputBytes)) {
                    MemorySegment record = records.at(edge, n * stride);
                    if (plain) {
                        record.copyFrom(x.rows(0, n).segment());
                    } else {
                        quantise(table.quantise(), record, n, stride);
                    }
                    assertThat(records.untouchedBeside(edge, n * stride)).isTrue();
                    MemorySegment output = outputs.at(edge, outputBytes);
                    set(
                            w.data().address(),
                            w.rowBytes(),
                            w.rows(),
                            record.address(),
                            stride,
                            w.columns(),
                            output.address(),
                            4L * w.rows());
                    table.dot(w.type(), n).call(p.address());
                    assertThat(output.mismatch(expected(n).segment())).isEqualTo(-1);
                    if (set.streams(w.type(), n) > 1) {
                        streams(n, output);
                    }
                }
            }
        }

        /** The last rows, as many as divide evenly, in several places at once. */
        private void streams(int n, MemorySegment output) {
            output.fill((byte) 0);
            long rows = w.rows() / set.streams(w.type(), n);
            long skipped = w.rows() - rows * set.streams(w.type(), n);
            p.set(0, w.data().address() + skipped * w.rowBytes());
            p.set(2, rows);
            p.set(6, output.address() + skipped * 4);
            p.set(8, rows * w.rowBytes());
            p.set(9, rows * 4);
            table.dotStreams(w.type(), n).call(p.address());
            MemorySegment expected = expected(n).segment();
            for (int token = 0; token < n; token++) {
                long end = 4L * w.rows() * (token + 1);
                long from = end - 4L * rows * set.streams(w.type(), n);
                assertThat(MemorySegment.mismatch(output, from, end, expected, from, end))
                        .isEqualTo(-1);
            }
        }

        void stripes() {
            long stride = set.recordBytes(w.columns());
            int rows = InstructionSet.STRIPE_ROWS;
            for (int n = 1; n <= set.stripeTokensMax(w.type()); n++) {
                long outputBytes = 4L * n * w.rows();
                try (GuardedBuffer records = GuardedBuffer.of(n * stride);
                        GuardedBuffer outputs = GuardedBuffer.of(outputBytes);
                        GuardedBuffer scratch = GuardedBuffer.of(InstructionSet.SCRATCH_BYTES)) {
                    MemorySegment record = records.at(edge, n * stride);
                    quantise(table.quantise(), record, n, stride);
                    MemorySegment output = outputs.at(edge, outputBytes);
                    for (int first = 0; first < w.rows(); first = next(first, rows)) {
                        set(
                                w.data().address() + first * w.rowBytes(),
                                w.rowBytes(),
                                1,
                                record.address(),
                                stride,
                                w.columns(),
                                output.address() + 4L * first,
                                4L * w.rows());
                        p.set(8, scratch.at(edge, InstructionSet.SCRATCH_BYTES).address());
                        table.stripes(w.type(), n).call(p.address());
                    }
                    assertThat(output.mismatch(rowByRow(record, n, stride))).isEqualTo(-1);
                }
            }
        }

        /** The next stripe, or the last one, which may overlap the one before. */
        private int next(int first, int rows) {
            return first + rows == w.rows() ? w.rows() : Math.min(first + rows, w.rows() - rows);
        }

        private MemorySegment rowByRow(MemorySegment record, int n, long stride) {
            FloatMatrix y = FloatMatrix.allocate(arena, n, w.rows());
            for (int token = 0; token < n; token++) {
                set(
                        w.data().address(),
                        w.rowBytes(),
                        w.rows(),
                        record.address() + token * stride,
                        stride,
                        w.columns(),
                        y.segment().address() + 4L * w.rows() * token,
                        4L * w.rows());
                table.dot(w.type(), 1).call(p.address());
            }
            return y.segment();
        }

        void panels() {
            long panelBytes = set.panelBytes(w.type(), w.columns());
            try (GuardedBuffer panels = GuardedBuffer.of(panelBytes);
                    GuardedBuffer scratch = GuardedBuffer.of(InstructionSet.SCRATCH_BYTES)) {
                MemorySegment panel = panels.at(edge, panelBytes);
                set(
                        w.data().address(),
                        w.rowBytes(),
                        w.rows(),
                        w.columns(),
                        panel.address(),
                        scratch.at(edge, InstructionSet.SCRATCH_BYTES).address());
                table.unpack(w.type()).call(p.address());
                assertThat(panels.untouchedBeside(edge, panelBytes)).isTrue();
                int most = plain ? set.gemmFloatTokensMax() : set.gemmTokensMax();
                FloatMatrix expected = expected(TOKENS);
                for (int n = 1; n <= most; n++) {
                    multiply(panel, n, expected);
                }
            }
        }

        private void multiply(MemorySegment panel, int n, FloatMatrix expected) {
            long stride = plain ? xRowBytes() : set.lineBytes(w.columns());
            long outputBytes = 4L * n * w.rows();
            try (GuardedBuffer lines = GuardedBuffer.of(n * stride);
                    GuardedBuffer outputs = GuardedBuffer.of(outputBytes)) {
                MemorySegment line = lines.at(edge, n * stride);
                if (plain) {
                    line.copyFrom(x.rows(0, n).segment());
                } else {
                    quantise(table.quantiseLines(), line, n, stride);
                }
                assertThat(lines.untouchedBeside(edge, n * stride)).isTrue();
                MemorySegment output = outputs.at(edge, outputBytes);
                set(
                        panel.address(),
                        w.columns(),
                        line.address(),
                        stride,
                        output.address(),
                        4L * w.rows(),
                        w.rows(),
                        1);
                MachineCode kernel = plain ? table.gemmFloat(n) : table.gemm(w.type(), n);
                kernel.call(p.address());
                assertThat(output.mismatch(expected.rows(0, n).segment()))
                        .as("%d tokens", n)
                        .isEqualTo(-1);
                assertThat(outputs.untouchedBeside(edge, outputBytes)).isTrue();
            }
        }

        private void set(long... parameters) {
            for (int slot = 0; slot < parameters.length; slot++) {
                p.set(slot, parameters[slot]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Edge.class)
    void guardedBufferKnowsWhatLiesBeside(Edge edge) {
        try (GuardedBuffer memory = GuardedBuffer.of(100)) {
            memory.at(edge, 100).fill((byte) 1);
            assertThat(memory.untouchedBeside(edge, 100)).isTrue();
            memory.at(edge, 101).fill((byte) 1);
            assertThat(memory.untouchedBeside(edge, 100)).isFalse();
        }
    }
}
