package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.TileKernel.ROWS;
import static dev.mote.kernel.vector.TileKernel.WIDTH;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Softmax attention over the KV cache.
 *
 * <p>A unit of work is one key/value head and a block of queries; the query heads that share it are
 * computed together, so that keys and values are converted to F32 once for all of them. Scores of a
 * block are kept whole (two passes, not an online softmax), and the block is made smaller the more
 * keys there are. Both products use {@link TileKernel}: scores with keys as lanes, outputs with the
 * elements of a value as lanes. Blocks with fewer than {@link #TILED_ROWS_MIN} rows would waste the
 * tile and use dot products.
 *
 * <p>Chunks of keys are cut at fixed positions, so the result of a query does not depend on the
 * other queries of its block.
 */
final class Attention implements AutoCloseable {
    private static final int TILED_ROWS_MIN = 4;
    private static final int BLOCK_ROWS_MAX = 256;

    /** Scores a block may hold, 512 KiB of them, unless one query alone needs more. */
    private static final int SCORES_MAX = 128 * 1024;

    /** Keys whose values are multiplied at a time, a multiple of WIDTH. */
    private static final int CHUNK_KEYS = 256;

    private final Workers workers;
    private final Workers.Work attending = this::attend;
    private final AttentionScratch[] scratch;
    private FloatMatrix q = Operands.NO_FLOATS;
    private FloatMatrix out = Operands.NO_FLOATS;
    private @Nullable AttentionShape shape;
    private @Nullable KvLayer layer;
    private int firstPosition;
    private int keyCount;
    private int blockQueries = 1;

    Attention(Workers workers) {
        this.workers = workers;
        scratch = new AttentionScratch[workers.count()];
        Arrays.setAll(scratch, index -> new AttentionScratch());
    }

    void run(
            AttentionShape newShape,
            FloatMatrix queries,
            KvLayer newLayer,
            int first,
            int keys,
            FloatMatrix output) {
        shape = newShape;
        q = queries;
        layer = newLayer;
        out = output;
        firstPosition = first;
        keyCount = keys;
        int group = newShape.headCount() / newShape.kvHeadCount();
        int rows = Math.min(BLOCK_ROWS_MAX, SCORES_MAX / Math.max(1, keys));
        blockQueries = Math.max(1, rows / group);
        while (blockQueries > 1 && units(newShape) < 4 * workers.count()) {
            blockQueries = (blockQueries + 1) / 2;
        }
        try {
            workers.run(attending, units(newShape), 1);
        } finally {
            shape = null;
            layer = null;
            q = Operands.NO_FLOATS;
            out = Operands.NO_FLOATS;
        }
    }

    private int units(AttentionShape of) {
        return of.kvHeadCount() * blockCount();
    }

    private int blockCount() {
        return (q.rows() + blockQueries - 1) / blockQueries;
    }

    private void attend(int from, int to, int worker) {
        AttentionShape s = shape;
        KvLayer kv = layer;
        if (s == null || kv == null) {
            throw new IllegalStateException("no attention in progress");
        }
        for (int unit = from; unit < to; unit++) {
            // Later queries see more keys: start with the long blocks.
            int block = blockCount() - 1 - unit / s.kvHeadCount();
            int first = block * blockQueries;
            int last = Math.min(q.rows(), first + blockQueries);
            attendBlock(s, kv, unit % s.kvHeadCount(), first, last, scratch[worker]);
        }
    }

    private void attendBlock(
            AttentionShape s, KvLayer kv, int kvHead, int first, int last, AttentionScratch mine) {
        int group = s.headCount() / s.kvHeadCount();
        int rows = (last - first) * group;
        // Visible ranges move up with the position: the ends of the block give the bounds.
        int low = Scores.firstKey(s.mask(), firstPosition + first);
        int high = Scores.endKey(s.mask(), firstPosition + last - 1, keyCount);
        int origin = low / CHUNK_KEYS * CHUNK_KEYS;
        int stride = (Math.max(0, high - origin) + WIDTH - 1) / WIDTH * WIDTH;
        mine.prepare(rows, s, stride);
        loadQueries(s, kvHead, first, last, mine.queries);

        if (q.rows() * group < TILED_ROWS_MIN) {
            scoreByDots(s, kv, kvHead, rows, low, high, origin, stride, mine);
        } else {
            scoreByTiles(s, kv, kvHead, rows, high, origin, stride, mine);
        }
        for (int row = 0; row < rows; row++) {
            int position = firstPosition + first + row / group;
            int head = kvHead * group + row % group;
            int start = Scores.firstKey(s.mask(), position);
            int end = Scores.endKey(s.mask(), position, keyCount);
            Scores.softmax(
                    s, head, position, mine.scores, row * stride, stride, origin, start, end);
        }
        int width = mine.valueWidth;
        Arrays.fill(mine.sums, 0, (rows + ROWS - 1) / ROWS * ROWS * width, 0f);
        if (q.rows() * group < TILED_ROWS_MIN) {
            sumValuesByRows(s, kv, kvHead, rows, low, high, origin, stride, mine);
        } else {
            sumValuesByTiles(kv, kvHead, rows, high, origin, stride, mine);
        }
        for (int row = 0; row < rows; row++) {
            int token = first + row / group;
            int head = kvHead * group + row % group;
            long at = ((long) token * out.columns() + (long) head * s.valueSize()) * Float.BYTES;
            MemorySegment.copy(
                    mine.sums, row * width, out.segment(), Lanes.FLOAT, at, s.valueSize());
        }
    }

    /** Scaled queries, row (token, head of the group). */
    private void loadQueries(AttentionShape s, int kvHead, int first, int last, float[] queries) {
        int size = s.headSize();
        int group = s.headCount() / s.kvHeadCount();
        int row = 0;
        for (int token = first; token < last; token++) {
            for (int g = 0; g < group; g++, row++) {
                long at = ((long) token * q.columns() + (long) (kvHead * group + g) * size) * 4;
                MemorySegment.copy(q.segment(), Lanes.FLOAT, at, queries, row * size, size);
            }
        }
        for (int i = 0; i < row * size; i++) {
            queries[i] *= s.scale();
        }
    }

    private static void scoreByTiles(
            AttentionShape s,
            KvLayer kv,
            int kvHead,
            int rows,
            int high,
            int origin,
            int stride,
            AttentionScratch mine) {
        int size = s.headSize();
        for (int key = origin; key < high; key += WIDTH) {
            int count = Math.min(WIDTH, high - key);
            mine.loadKeyPanel(kv, kvHead, key, count);
            boolean wide = count > Lanes.L;
            for (int row = 0; row < rows; row += ROWS) {
                TileKernel.multiply(
                        mine.queries,
                        row * size,
                        size,
                        mine.panel,
                        0,
                        (long) WIDTH * Float.BYTES,
                        size,
                        wide,
                        mine.tile);
                int columns = wide ? WIDTH : Lanes.L;
                for (int r = 0; r < ROWS; r++) {
                    int to = (row + r) * stride + key - origin;
                    System.arraycopy(mine.tile, r * WIDTH, mine.scores, to, columns);
                }
            }
        }
    }

    private static void scoreByDots(
            AttentionShape s,
            KvLayer kv,
            int kvHead,
            int rows,
            int low,
            int high,
            int origin,
            int stride,
            AttentionScratch mine) {
        int size = s.headSize();
        for (int key = low; key < high; key++) {
            Unpack.decode(kv.type(), kv.keys(key), kv.keyOffset(kvHead, key), mine.vector, 0, size);
            for (int row = 0; row < rows; row++) {
                mine.scores[row * stride + key - origin] =
                        FloatDots.arrays(mine.queries, row * size, mine.vector, 0, size);
            }
        }
    }

    private static void sumValuesByTiles(
            KvLayer kv,
            int kvHead,
            int rows,
            int high,
            int origin,
            int stride,
            AttentionScratch mine) {
        int width = mine.valueWidth;
        for (int key = origin; key < high; key += CHUNK_KEYS) {
            int count = Math.min(CHUNK_KEYS, high - key);
            mine.loadValues(kv, kvHead, key, count);
            for (int column = 0; column < width; column += WIDTH) {
                for (int row = 0; row < rows; row += ROWS) {
                    TileKernel.multiply(
                            mine.scores,
                            row * stride + key - origin,
                            stride,
                            mine.panel,
                            column * 4L,
                            width * 4L,
                            count,
                            true,
                            mine.tile);
                    addTile(mine.tile, mine.sums, row * width + column, width);
                }
            }
        }
    }

    private static void addTile(float[] tile, float[] sums, int at, int stride) {
        for (int row = 0; row < ROWS; row++) {
            for (int lane = 0; lane < WIDTH; lane++) {
                sums[at + row * stride + lane] += tile[row * WIDTH + lane];
            }
        }
    }

    private static void sumValuesByRows(
            AttentionShape s,
            KvLayer kv,
            int kvHead,
            int rows,
            int low,
            int high,
            int origin,
            int stride,
            AttentionScratch mine) {
        int size = s.valueSize();
        for (int key = low; key < high; key++) {
            Unpack.decode(
                    kv.type(), kv.values(key), kv.valueOffset(kvHead, key), mine.vector, 0, size);
            for (int row = 0; row < rows; row++) {
                float p = mine.scores[row * stride + key - origin];
                int to = row * mine.valueWidth;
                for (int i = 0; i < size; i++) {
                    mine.sums[to + i] = Math.fma(p, mine.vector[i], mine.sums[to + i]);
                }
            }
        }
    }

    @Override
    public void close() {
        for (AttentionScratch each : scratch) {
            each.close();
        }
    }
}
