package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.FLOAT;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

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

    private WeightMatrix w = Operands.NO_WEIGHTS;
    private FloatMatrix y = Operands.NO_FLOATS;
    private @Nullable RowDot dot;

    RowMatmul(Workers workers) {
        this.workers = workers;
        scratch = new float[workers.count()][0];
    }

    /** Whether single tokens are multiplied without decoding rows to memory. */
    static boolean isDirect(BlockType type) {
        return DOTS.containsKey(type);
    }

    /** y = x · wᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix weights, FloatMatrix input, FloatMatrix output) {
        w = weights;
        y = output;
        dot = input.rows() == 1 ? DOTS.get(weights.type()) : null;
        activations.load(input);
        if (dot != null && weights.type().blockSize() > 1) {
            activations.sum(weights.columns(), RowDot.zeroPoint(weights.type()));
        }
        try {
            int steps = workers.count() * STEPS_PER_THREAD;
            workers.run(multiplying, weights.rows(), Math.max(8, weights.rows() / steps));
        } finally {
            w = Operands.NO_WEIGHTS;
            y = Operands.NO_FLOATS;
        }
    }

    private void multiplyRows(int from, int to, int worker) {
        RowDot direct = dot;
        if (direct != null) {
            multiplyDirectly(direct, from, to);
        } else {
            multiplyDecoded(from, to, worker);
        }
    }

    private void multiplyDirectly(RowDot direct, int from, int to) {
        MemorySegment data = w.data();
        MemorySegment target = y.segment();
        long rowBytes = w.rowBytes();
        int columns = w.columns();
        for (int row = from; row < to; row++) {
            float sum = direct.dot(data, row * rowBytes, activations, columns);
            target.set(FLOAT, row * 4L, sum);
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
