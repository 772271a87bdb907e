package dev.mote.kernel.vector;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/** Writes keys and values into the KV cache, rows being the units of work. */
final class KvStore {
    private static final int STEP_VALUES = 16384;

    private final Workers workers;
    private final Workers.Work storing = this::storeRows;
    private final float[][] scratch;
    private @Nullable KvLayer layer;
    private FloatMatrix keys = Operands.NO_FLOATS;
    private FloatMatrix values = Operands.NO_FLOATS;
    private int firstPosition;

    KvStore(Workers workers) {
        this.workers = workers;
        scratch = new float[workers.count()][0];
    }

    void store(KvLayer target, int first, FloatMatrix newKeys, FloatMatrix newValues) {
        layer = target;
        keys = newKeys;
        values = newValues;
        firstPosition = first;
        int width = Math.max(1, keys.columns() + values.columns());
        try {
            workers.run(storing, keys.rows(), Math.max(1, STEP_VALUES / width));
        } finally {
            layer = null;
            keys = Operands.NO_FLOATS;
            values = Operands.NO_FLOATS;
        }
    }

    private void storeRows(int from, int to, int worker) {
        KvLayer target = layer;
        if (target == null) {
            throw new IllegalStateException("no store in progress");
        }
        int width = Math.max(keys.columns(), values.columns());
        if (scratch[worker].length < width) {
            scratch[worker] = new float[width];
        }
        float[] row = scratch[worker];
        for (int token = from; token < to; token++) {
            int position = firstPosition + token;
            keys.copyRow(token, row, 0);
            for (int head = 0; head < target.kvHeadCount(); head++) {
                int size = target.keySize();
                long at = target.keyOffset(head, position);
                target.type().encode(row, head * size, target.keys(position), at, size);
            }
            values.copyRow(token, row, 0);
            for (int head = 0; head < target.kvHeadCount(); head++) {
                int size = target.valueSize();
                long at = target.valueOffset(head, position);
                target.type().encode(row, head * size, target.values(position), at, size);
            }
        }
    }
}
