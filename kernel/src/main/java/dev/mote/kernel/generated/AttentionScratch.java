package dev.mote.kernel.generated;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.work.Buffer;

import java.lang.foreign.Arena;

/** One thread's parameters and memory for attention. */
final class AttentionScratch implements AutoCloseable {
    /** Bytes of a row's state. */
    static final int STATE_BYTES = 16;

    private static final int ALIGNMENT = 64;

    final Parameters scores;
    final Parameters softmax;
    final Parameters mix;

    /** For kernels that share few parameters between calls. */
    final Parameters others;

    private final Buffer buffer = new Buffer();
    private long end;

    long queries;
    long scoreRows;
    long panel;
    long keys;

    /** For each part of the keys outputs of the rows, and their states behind them. */
    long outputs;

    AttentionScratch(Arena arena) {
        scores = new Parameters(arena);
        softmax = new Parameters(arena);
        mix = new Parameters(arena);
        others = new Parameters(arena);
    }

    /** Bytes of the outputs and states of so many rows. */
    static long outputBytes(AttentionShape shape, int rows) {
        return rows * (shape.valueSize() * 4L + STATE_BYTES);
    }

    /** Makes room for so many rows and parts of the keys. */
    void reserve(AttentionShape shape, KvLayer layer, int rows, int parts) {
        int size = shape.headSize();
        int panelKeys = AttentionKernels.PANEL_KEYS;
        end = 0;
        long queriesAt = take((long) rows * size * Float.BYTES);
        long scoresAt = take((long) rows * AttentionPlan.TILE_KEYS * Float.BYTES);
        long panelAt = take((size + 15L) / 16 * 16 * panelKeys * Float.BYTES);
        long keysAt = take(panelKeys * layer.type().bytesFor(size));
        long outputsAt = take(parts * outputBytes(shape, rows));
        long start = buffer.reserve(end).address();
        queries = start + queriesAt;
        scoreRows = start + scoresAt;
        panel = start + panelAt;
        keys = start + keysAt;
        outputs = start + outputsAt;
    }

    private long take(long bytes) {
        long at = end;
        end += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return at;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
