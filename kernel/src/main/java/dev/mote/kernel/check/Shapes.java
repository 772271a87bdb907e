package dev.mote.kernel.check;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;

import org.jspecify.annotations.Nullable;

/**
 * Checks of operands, made once before any work and the same in every backend; messages name the
 * operation and every shape that takes part.
 */
public final class Shapes {
    private Shapes() {}

    /** y[n, m] = x[n, k] · w[m, k]ᵀ. */
    public static void matmul(WeightMatrix w, FloatMatrix x, FloatMatrix y) {
        if (x.columns() != w.columns() || y.columns() != w.rows() || x.rows() != y.rows()) {
            throw mismatch("matmul", "%s times %s into %s".formatted(w, x, y));
        }
    }

    /** y[i][n, m] = x[n, k] · w[i][m, k]ᵀ. */
    public static void matmul(WeightMatrix[] w, FloatMatrix x, FloatMatrix[] y) {
        if (w.length != y.length) {
            throw mismatch("matmul", "%d weights into %d outputs".formatted(w.length, y.length));
        }
        for (int i = 0; i < w.length; i++) {
            matmul(w[i], x, y[i]);
        }
    }

    /** y[i] = row ids[i] of w. */
    public static void gather(WeightMatrix w, int[] ids, FloatMatrix y) {
        if (y.rows() != ids.length || y.columns() != w.columns()) {
            throw mismatch("gather", "%d rows of %s into %s".formatted(ids.length, w, y));
        }
        for (int id : ids) {
            if (id < 0 || id >= w.rows()) {
                throw new IndexOutOfBoundsException("gather: row %d of %s".formatted(id, w));
            }
        }
    }

    /** Groups as wide as the weight, or whole rows where {@code grouped} is false. */
    public static void norm(
            String operation,
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            boolean grouped,
            FloatMatrix y) {
        int width = weight.columns();
        boolean widthFits = grouped ? width > 0 && x.columns() % width == 0 : x.columns() == width;
        boolean biasFits = bias == null || (bias.rows() == 1 && bias.columns() == width);
        if (weight.rows() != 1 || !widthFits || !biasFits) {
            throw mismatch(
                    operation,
                    "%s with weight %s%s"
                            .formatted(x, weight, bias == null ? "" : " and bias " + bias));
        }
        same(operation, x, y);
    }

    /** Heads of {@code headSize} side by side in each row. */
    public static void rope(FloatMatrix x, int headSize, RopeTable table, int firstPosition) {
        if (headSize < 1 || x.columns() % headSize != 0 || 2L * table.pairCount() > headSize) {
            throw mismatch(
                    "rope",
                    "%d pairs of heads of %d in %s".formatted(table.pairCount(), headSize, x));
        }
        if (firstPosition < 0 || firstPosition > Integer.MAX_VALUE - x.rows()) {
            throw new IndexOutOfBoundsException(
                    "rope: %d positions from %d on".formatted(x.rows(), firstPosition));
        }
    }

    /** Keys and values of as many positions as they have rows. */
    public static void store(
            KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values) {
        int heads = layer.kvHeadCount();
        if (keys.columns() != heads * layer.keySize()
                || values.columns() != heads * layer.valueSize()
                || keys.rows() != values.rows()) {
            throw mismatch(
                    "store",
                    "keys %s and values %s into %d heads of %d and %d"
                            .formatted(keys, values, heads, layer.keySize(), layer.valueSize()));
        }
        if (firstPosition < 0 || firstPosition > layer.capacity() - keys.rows()) {
            throw new IndexOutOfBoundsException(
                    "store: %d positions from %d on into a cache of %d"
                            .formatted(keys.rows(), firstPosition, layer.capacity()));
        }
        requirePages("store", layer, firstPosition, firstPosition + keys.rows());
    }

    /** Queries, cache and output of one attention operation, and its bias. */
    public static void attention(
            AttentionShape shape,
            FloatMatrix q,
            KvLayer layer,
            int firstPosition,
            int keyCount,
            FloatMatrix out) {
        if (q.columns() != shape.headCount() * shape.headSize()
                || out.columns() != shape.headCount() * shape.valueSize()
                || out.rows() != q.rows()
                || layer.kvHeadCount() != shape.kvHeadCount()
                || layer.keySize() != shape.headSize()
                || layer.valueSize() != shape.valueSize()) {
            throw mismatch(
                    "attention",
                    "%d heads of %d and %d with queries %s over %d heads of %d and %d into %s"
                            .formatted(
                                    shape.headCount(),
                                    shape.headSize(),
                                    shape.valueSize(),
                                    q,
                                    layer.kvHeadCount(),
                                    layer.keySize(),
                                    layer.valueSize(),
                                    out));
        }
        bias(shape.bias(), shape.headCount());
        if (keyCount < 1
                || keyCount > layer.capacity()
                || firstPosition < 0
                || firstPosition > Integer.MAX_VALUE - q.rows()) {
            throw new IndexOutOfBoundsException(
                    "attention: %d positions from %d on over %d keys of a cache of %d"
                            .formatted(q.rows(), firstPosition, keyCount, layer.capacity()));
        }
        requirePages("attention", layer, firstVisible(shape.mask(), firstPosition), keyCount);
    }

    /** Positions before it may have been given up. */
    private static int firstVisible(Mask mask, int firstPosition) {
        return switch (mask) {
            case Mask.Full(), Mask.Causal() -> 0;
            case Mask.CausalWindow(int window) -> (int) Math.max(0, firstPosition + 1L - window);
            case Mask.SymmetricWindow(int half) -> Math.max(0, firstPosition - half);
        };
    }

    private static void requirePages(String operation, KvLayer layer, int from, int to) {
        if (from < to && !layer.covers(from, to)) {
            throw new IllegalArgumentException(
                    "%s: the cache has no memory for some of the positions %d to %d"
                            .formatted(operation, from, to - 1));
        }
    }

    private static void bias(PositionBias bias, int headCount) {
        switch (bias) {
            case PositionBias.None() -> {}
            case PositionBias.Alibi(float[] slopes) -> {
                if (slopes.length != headCount) {
                    throw mismatch(
                            "attention", slopes.length + " slopes for " + headCount + " heads");
                }
            }
            case PositionBias.RelativeBuckets buckets -> {
                int rows = buckets.table().rows();
                if (buckets.table().columns() != headCount
                        || rows < 2
                        || (buckets.bidirectional() && (rows < 4 || rows % 2 != 0))) {
                    throw mismatch(
                            "attention",
                            "buckets %s for %d heads".formatted(buckets.table(), headCount));
                }
            }
        }
    }

    /** Two matrices of one shape. */
    public static void same(String operation, FloatMatrix x, FloatMatrix y) {
        if (x.rows() != y.rows() || x.columns() != y.columns()) {
            throw mismatch(operation, "%s and %s".formatted(x, y));
        }
    }

    /** y has the shape of x, or one row as wide as x's. */
    public static void sameOrRow(String operation, FloatMatrix x, FloatMatrix y) {
        if (y.columns() != x.columns() || (y.rows() != 1 && y.rows() != x.rows())) {
            throw mismatch(operation, "%s and %s".formatted(x, y));
        }
    }

    private static IllegalArgumentException mismatch(String operation, String shapes) {
        return new IllegalArgumentException(operation + ": shape mismatch: " + shapes);
    }
}
