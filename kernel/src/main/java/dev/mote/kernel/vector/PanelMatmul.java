package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.FLOAT;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.TileKernel.WIDTH;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Matrix products for many tokens, in F32 throughout.
 *
 * <p>The activations are packed once into panels of {@link TileKernel#WIDTH} tokens, lanes being
 * tokens. Then each thread takes {@link #BLOCK_ROWS} weight rows at a time, decodes a range of
 * {@link #CHUNK} columns of them into a scratch array that stays in its level-2 cache, and
 * multiplies that with every panel. So each weight is decoded once for up to {@link #TOKENS_MAX}
 * tokens, whatever its type, and the weights need no transposing.
 *
 * <p>Sums run over the columns in order within a chunk, then over chunks: they depend neither on
 * the thread count nor on which other tokens are computed along.
 */
final class PanelMatmul implements AutoCloseable {
    /** Tokens packed at a time; bounds the scratch memory. */
    static final int TOKENS_MAX = 512;

    private static final int BLOCK_ROWS = 32;
    private static final int CHUNK = 1024;

    /** Rows of a chunk start in different cache sets: 8 streams 4096 bytes apart would collide. */
    private static final int LDA = CHUNK + 16;

    /** Keeps the rows of sums out of each other's cache sets, as with {@link #LDA}. */
    private static final int SUMS_PAD = 16;

    /** Columns packed by one unit of work; their panel rows stay in the level-1 cache. */
    private static final int PACK_COLUMNS = 64;

    private final Workers workers;
    private final Workers.Work packing = this::pack;
    private final Workers.Work multiplying = this::multiplyBlocks;
    private final Buffer buffer = new Buffer();
    private final Scratch[] scratch;

    // The operands of the current product.
    private WeightMatrix w = Operands.NO_WEIGHTS;
    private FloatMatrix x = Operands.NO_FLOATS;
    private FloatMatrix y = Operands.NO_FLOATS;
    private MemorySegment panels = MemorySegment.NULL;

    PanelMatmul(Workers workers) {
        this.workers = workers;
        scratch = new Scratch[workers.count()];
        Arrays.setAll(scratch, index -> new Scratch());
    }

    /** y = x · wᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix weights, FloatMatrix input, FloatMatrix output) {
        try {
            w = weights;
            for (int from = 0; from < input.rows(); from += TOKENS_MAX) {
                int count = Math.min(TOKENS_MAX, input.rows() - from);
                x = input.rows(from, count);
                y = output.rows(from, count);
                panels = buffer.reserve((long) panelCount() * panelBytes());
                workers.run(packing, panelCount() * packsPerPanel(), 4);
                int blocks = (weights.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS;
                workers.run(multiplying, blocks, 1);
            }
        } finally {
            w = Operands.NO_WEIGHTS;
            x = Operands.NO_FLOATS;
            y = Operands.NO_FLOATS;
        }
    }

    private int panelCount() {
        return (x.rows() + WIDTH - 1) / WIDTH;
    }

    private long panelBytes() {
        return (long) w.columns() * WIDTH * Float.BYTES;
    }

    private int packsPerPanel() {
        return (w.columns() + PACK_COLUMNS - 1) / PACK_COLUMNS;
    }

    private void pack(int from, int to, int worker) {
        int packs = packsPerPanel();
        for (int unit = from; unit < to; unit++) {
            int panel = unit / packs;
            int column = unit % packs * PACK_COLUMNS;
            int count = Math.min(PACK_COLUMNS, w.columns() - column);
            packColumns(
                    x.segment(),
                    x.rows(),
                    x.columns(),
                    panel * WIDTH,
                    column,
                    count,
                    panels,
                    panel * panelBytes() + (long) column * WIDTH * Float.BYTES);
        }
    }

    /** Transposes columns of up to WIDTH tokens; lanes without a token become 0. */
    private static void packColumns(
            MemorySegment source,
            int rows,
            int columns,
            int firstRow,
            int firstColumn,
            int count,
            MemorySegment target,
            long at) {
        long stride = (long) WIDTH * Float.BYTES;
        for (int lane = 0; lane < WIDTH; lane++) {
            int row = firstRow + lane;
            long out = at + (long) lane * Float.BYTES;
            if (row < rows) {
                long in = ((long) row * columns + firstColumn) * Float.BYTES;
                for (int i = 0; i < count; i++) {
                    target.set(FLOAT, out + i * stride, source.get(FLOAT, in + i * 4L));
                }
            } else {
                for (int i = 0; i < count; i++) {
                    target.set(FLOAT, out + i * stride, 0f);
                }
            }
        }
    }

    private void multiplyBlocks(int from, int to, int worker) {
        for (int block = from; block < to; block++) {
            multiplyBlock(block * BLOCK_ROWS, scratch[worker]);
        }
    }

    private void multiplyBlock(int firstRow, Scratch mine) {
        int rows = Math.min(BLOCK_ROWS, w.rows() - firstRow);
        int stride = panelCount() * WIDTH + SUMS_PAD;
        Arrays.fill(mine.sums, 0, BLOCK_ROWS * stride, 0f);
        for (int column = 0; column < w.columns(); column += CHUNK) {
            int count = Math.min(CHUNK, w.columns() - column);
            decode(firstRow, rows, column, count, mine.weights);
            for (int panel = 0; panel < panelCount(); panel++) {
                long at = panel * panelBytes() + (long) column * WIDTH * Float.BYTES;
                boolean wide = x.rows() - panel * WIDTH > Lanes.L;
                for (int row = 0; row < rows; row += TileKernel.ROWS) {
                    TileKernel.multiply(
                            mine.weights,
                            row * LDA,
                            LDA,
                            panels,
                            at,
                            (long) WIDTH * Float.BYTES,
                            count,
                            wide,
                            mine.tile);
                    addTile(mine.tile, mine.sums, row * stride + panel * WIDTH, stride);
                }
            }
        }
        writeTransposed(mine.sums, stride, rows, y.segment(), x.rows(), firstRow, y.columns());
    }

    private void decode(int firstRow, int rows, int column, int count, float[] target) {
        long skipped = w.type().bytesFor(column);
        for (int row = 0; row < rows; row++) {
            long at = (firstRow + row) * w.rowBytes() + skipped;
            Unpack.decode(w.type(), w.data(), at, target, row * LDA, count);
        }
    }

    private static void addTile(float[] tile, float[] sums, int at, int stride) {
        for (int row = 0; row < TileKernel.ROWS; row++) {
            int to = at + row * stride;
            for (int lane = 0; lane < WIDTH; lane += L) {
                FloatVector.fromArray(F, sums, to + lane)
                        .add(FloatVector.fromArray(F, tile, row * WIDTH + lane))
                        .intoArray(sums, to + lane);
            }
        }
    }

    /** target[token, firstRow + row] = sums[row, token]. */
    private static void writeTransposed(
            float[] sums,
            int stride,
            int rows,
            MemorySegment target,
            int tokens,
            int firstRow,
            int columns) {
        for (int token = 0; token < tokens; token++) {
            long at = ((long) token * columns + firstRow) * Float.BYTES;
            for (int row = 0; row < rows; row++) {
                target.set(FLOAT, at + row * 4L, sums[row * stride + token]);
            }
        }
    }

    @Override
    public void close() {
        buffer.close();
    }

    /** Memory of one thread; rows beyond a ragged last block keep old values, unused. */
    private static final class Scratch {
        final float[] weights = new float[BLOCK_ROWS * LDA];
        final float[] sums = new float[BLOCK_ROWS * (TOKENS_MAX + SUMS_PAD)];
        final float[] tile = new float[TileKernel.ROWS * WIDTH];
    }
}
