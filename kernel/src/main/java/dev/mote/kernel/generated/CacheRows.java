package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/** Conversions of rows: keys and values into a cache, rows of a table out of it. */
final class CacheRows {
    private final Workers workers;
    private final Workers.Work storing = this::storeRows;
    private final Workers.Work decoding = this::decodeRows;
    private final Parameters[] parameters;
    private final LazyKernels<BlockType> stores;
    private final LazyKernels<BlockType> decoders;

    // The current operation.
    private @Nullable MachineCode code;
    private @Nullable KvLayer layer;
    private int firstPosition;
    private long keys;
    private long values;
    private @Nullable WeightMatrix weights;
    private int[] ids = {};
    private long target;

    CacheRows(Workers workers, RowKernels set, KernelTable table, Parameters[] parameters) {
        this.workers = workers;
        this.parameters = parameters;
        stores = new LazyKernels<>(BlockType.class, table, set::store);
        decoders = new LazyKernels<>(BlockType.class, table, set::decode);
    }

    void store(KvLayer cache, int first, FloatMatrix newKeys, FloatMatrix newValues) {
        if (newKeys.rows() == 0) {
            return;
        }
        code = stores.get(cache.type());
        firstPosition = first;
        keys = newKeys.segment().address();
        values = newValues.segment().address();
        layer = cache;
        try {
            int columns = newKeys.columns() + newValues.columns();
            workers.run(storing, newKeys.rows(), Math.max(1, Values.STEP_VALUES / columns));
        } finally {
            layer = null;
        }
    }

    private void storeRows(int from, int to, int worker) {
        KvLayer cache = layer;
        if (cache == null) {
            throw new IllegalStateException("nothing is being stored");
        }
        int row = from;
        while (row < to) {
            int position = firstPosition + row;
            int end = Math.min(to, cache.pageEnd(position) - firstPosition);
            storeInPage(cache, row, end - row, position, parameters[worker]);
            row = end;
        }
    }

    private void storeInPage(KvLayer cache, int row, int rows, int position, Parameters p) {
        MachineCode store = MachineCode.present(code);
        int heads = cache.kvHeadCount();
        p.set(2, heads);
        p.set(3, rows);

        int size = cache.keySize();
        p.set(0, keys + (long) row * heads * size * Float.BYTES);
        p.set(1, size);
        p.set(4, cache.keys(position).address() + cache.keyOffset(0, position));
        p.set(5, cache.keyOffset(1, 0) - cache.keyOffset(0, 0));
        p.set(6, cache.type().bytesFor(size));
        store.call(p.address());

        size = cache.valueSize();
        p.set(0, values + (long) row * heads * size * Float.BYTES);
        p.set(1, size);
        p.set(4, cache.values(position).address() + cache.valueOffset(0, position));
        p.set(5, cache.valueOffset(1, 0) - cache.valueOffset(0, 0));
        p.set(6, cache.type().bytesFor(size));
        store.call(p.address());
    }

    /** y[i] = row ids[i] of w. */
    void gather(WeightMatrix w, int[] rows, FloatMatrix y) {
        if (rows.length == 0 || w.columns() == 0) {
            return;
        }
        code = decoders.get(w.type());
        target = y.segment().address();
        ids = rows;
        weights = w;
        try {
            workers.run(decoding, rows.length, Math.max(1, Values.STEP_VALUES / w.columns()));
        } finally {
            weights = null;
        }
    }

    private void decodeRows(int from, int to, int worker) {
        WeightMatrix w = weights;
        if (w == null) {
            throw new IllegalStateException("nothing is being decoded");
        }
        MachineCode decode = MachineCode.present(code);
        Parameters p = parameters[worker];
        p.set(1, w.columns());
        for (int row = from; row < to; row++) {
            p.set(0, w.data().address() + ids[row] * w.rowBytes());
            p.set(2, target + (long) row * w.columns() * Float.BYTES);
            decode.call(p.address());
        }
    }
}
