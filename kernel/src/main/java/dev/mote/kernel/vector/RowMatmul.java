package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.FLOAT;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Matrix products for one or a few tokens: one pass over the encoded rows where they lie, limited
 * by how fast memory delivers them.
 *
 * <p>For one token a {@link RowDot} multiplies encoded values directly. Types without one, and
 * several tokens, decode a row into a small array first and then multiply that.
 */
final class RowMatmul {
    /** Steps per thread: small enough that a thread held up delays nobody for long. */
    private static final int STEPS_PER_THREAD = 8;

    private static final Map<BlockType, RowDot> DOTS = new EnumMap<>(BlockType.class);

    static {
        for (BlockType type : BlockType.values()) {
            RowDot dot = RowDot.of(type);
            if (dot != null) {
                DOTS.put(type, dot);
            }
        }
    }

    private final Workers workers;
    private final Workers.Work multiplying = this::multiplyRows;
    private final Activations activations = new Activations();
    private final float[][] scratch;
    private final float[][] sums;

    private WeightMatrix w = Operands.NO_WEIGHTS;
    private FloatMatrix y = Operands.NO_FLOATS;
    private @Nullable RowDot dot;

    RowMatmul(Workers workers) {
        this.workers = workers;
        scratch = new float[workers.count()][0];
        sums = new float[workers.count()][RowDot.ROWS];
    }

    /** Types whose rows are decoded to memory before they are multiplied. */
    static Set<BlockType> indirectTypes() {
        Set<BlockType> types = EnumSet.allOf(BlockType.class);
        types.removeAll(DOTS.keySet());
        return types;
    }

    /** y = x · wᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix weights, FloatMatrix input, FloatMatrix output) {
        w = weights;
        y = output;
        dot = input.rows() == 1 ? DOTS.get(weights.type()) : null;
        activations.load(input);
        if (dot != null && weights.type().blockSize() > 1) {
            activations.sum(weights.columns(), RowDot.zeroPoint(weights.type()));
            if (weights.type() == BlockType.Q4_0) {
                activations.splitNibbles(weights.columns());
            }
        }
        try {
            int units = (weights.rows() + RowDot.ROWS - 1) / RowDot.ROWS;
            int steps = workers.count() * STEPS_PER_THREAD;
            workers.run(multiplying, units, Math.max(2, units / steps));
        } finally {
            w = Operands.NO_WEIGHTS;
            y = Operands.NO_FLOATS;
        }
    }

    /** A unit is as many rows as a {@link RowDot} takes. */
    private void multiplyRows(int from, int to, int worker) {
        RowDot direct = dot;
        int first = from * RowDot.ROWS;
        int end = Math.min(w.rows(), to * RowDot.ROWS);
        if (direct != null) {
            multiplyDirectly(direct, first, end, sums[worker]);
        } else {
            multiplyDecoded(first, end, worker);
        }
    }

    private void multiplyDirectly(RowDot direct, int from, int to, float[] results) {
        MemorySegment data = w.data();
        long rowBytes = w.rowBytes();
        for (int row = from; row < to; row += RowDot.ROWS) {
            int count = Math.min(RowDot.ROWS, to - row);
            long stride = count == RowDot.ROWS ? rowBytes : 0;
            // The last few rows are multiplied one by one.
            for (int i = 0; i < count; i += stride == 0 ? 1 : RowDot.ROWS) {
                direct.dot(data, (row + i) * rowBytes, stride, activations, w.columns(), results);
                int sumCount = stride == 0 ? 1 : RowDot.ROWS;
                MemorySegment.copy(results, 0, y.segment(), FLOAT, (row + i) * 4L, sumCount);
            }
        }
    }

    private void multiplyDecoded(int from, int to, int worker) {
        int columns = w.columns();
        if (scratch[worker].length < columns) {
            scratch[worker] = new float[columns];
        }
        float[] decoded = scratch[worker];
        for (int row = from; row < to; row++) {
            Unpack.decode(w.type(), w.data(), row * w.rowBytes(), decoded, 0, columns);
            for (int token = 0; token < y.rows(); token++) {
                float sum =
                        FloatDots.arrays(decoded, 0, activations.values, token * columns, columns);
                y.set(token, row, sum);
            }
        }
    }
}
