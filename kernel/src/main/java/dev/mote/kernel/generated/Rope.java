package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Rotary position embedding. Cosines and sines of the positions of one forward pass are computed at
 * its first rotation, in double, and serve all others of the same table.
 */
final class Rope {
    private final Workers workers;
    private final Workers.Work working = this::rotateRows;
    private final Parameters[] parameters;
    private final LazyKernels<RopeTable.Pairing> kernels;
    private final Map<RopeTable, Angles> anglesOf = new WeakHashMap<>();

    // The current operation.
    private @Nullable MachineCode code;
    private Angles angles = new Angles();
    private long values;
    private int columns;
    private int headSize;
    private int offset;

    Rope(Workers workers, RowKernels set, KernelTable table, Parameters[] parameters) {
        this.workers = workers;
        this.parameters = parameters;
        kernels = new LazyKernels<>(RopeTable.Pairing.class, table, set::rope);
    }

    void rotate(FloatMatrix x, int size, RopeTable table, int firstPosition) {
        if (table.pairCount() == 0 || x.rows() == 0 || x.columns() == 0) {
            return;
        }
        Angles current = anglesOf.get(table);
        if (current == null) {
            current = new Angles();
            anglesOf.put(table, current);
        }
        code = kernels.get(table.pairing());
        offset = current.cover(table, firstPosition, x.rows());
        angles = current;
        values = x.segment().address();
        columns = x.columns();
        headSize = size;
        workers.run(working, x.rows(), Math.max(1, Values.STEP_VALUES / columns));
    }

    private void rotateRows(int from, int to, int worker) {
        long stride = 2L * Float.BYTES * angles.width;
        long first = angles.address() + (offset + from) * stride;
        Parameters p = parameters[worker];
        p.set(0, values + (long) from * columns * Float.BYTES);
        p.set(1, (long) headSize * Float.BYTES);
        p.set(2, columns / headSize);
        p.set(3, to - from);
        p.set(4, first);
        p.set(5, first + (long) Float.BYTES * angles.width);
        p.set(6, stride);
        p.set(7, angles.width);
        MachineCode.present(code).call(p.address());
    }

    /** Cosines and sines of consecutive positions, [position][cosines, then sines]. */
    private static final class Angles {
        private MemorySegment memory = MemorySegment.NULL;
        private float[] row = new float[0];
        private int firstPosition;
        private int count;

        /** Cosines of a position, and sines. */
        private int width;

        long address() {
            return memory.address();
        }

        /** Computes what is missing; returns the index of the first position. */
        int cover(RopeTable table, int first, int positions) {
            if (first >= firstPosition && first + positions <= firstPosition + count) {
                return first - firstPosition;
            }
            boolean adjacent = table.pairing() == RopeTable.Pairing.ADJACENT;
            width = table.pairCount() * (adjacent ? 2 : 1);
            long rowBytes = 2L * width * Float.BYTES;
            if (memory.byteSize() < positions * rowBytes) {
                memory = Arena.ofAuto().allocate(positions * rowBytes, FloatMatrix.ALIGNMENT_BYTES);
            }
            row = row.length == 2 * width ? row : new float[2 * width];
            for (int i = 0; i < positions; i++) {
                fill(table, first + i, adjacent);
                MemorySegment.copy(
                        row, 0, memory, ValueLayout.JAVA_FLOAT, i * rowBytes, row.length);
            }
            firstPosition = first;
            count = positions;
            return 0;
        }

        private void fill(RopeTable table, int position, boolean adjacent) {
            for (int i = 0; i < table.pairCount(); i++) {
                double angle = (double) position * table.inverseFrequency(i);
                float cosine = (float) (Math.cos(angle) * table.magnitude());
                float sine = (float) (Math.sin(angle) * table.magnitude());
                if (adjacent) {
                    row[2 * i] = cosine;
                    row[2 * i + 1] = cosine;
                    row[width + 2 * i] = -sine;
                    row[width + 2 * i + 1] = sine;
                } else {
                    row[i] = cosine;
                    row[width + i] = sine;
                }
            }
        }
    }
}
