package dev.mote.kernel.vector;

import dev.mote.kernel.Activation;
import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.check.Shapes;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/**
 * Kernels written with the Vector API, for whatever vector width the machine has.
 *
 * <p>Checks operands and hands them to the operation's own class. All arithmetic is F32:
 * activations are never quantised, so results stay within rounding of the reference for every block
 * type.
 */
public final class VectorKernels implements Kernels {
    /** From this many tokens on, packing activations pays. */
    private static final int PANEL_TOKENS_MIN = 8;

    private final Workers workers;
    private final String reason;
    private final RowMatmul rowMatmul;
    private final PanelMatmul panelMatmul;
    private final Norms norms;
    private final Rope rope;
    private final KvStore kvStore;
    private final Attention attention;
    private final Elementwise elementwise;
    private float[] gathered = new float[0];

    /** Starts threads − 1 worker threads. */
    public VectorKernels(int threads) {
        this(threads, "");
    }

    /**
     * Starts threads − 1 worker threads.
     *
     * @param reason why no faster backend was taken, for people; empty where there is none to tell
     */
    public VectorKernels(int threads, String reason) {
        workers = new Workers(threads);
        this.reason = reason;
        rowMatmul = new RowMatmul(workers);
        panelMatmul = new PanelMatmul(workers);
        norms = new Norms(workers);
        rope = new Rope(workers);
        kvStore = new KvStore(workers);
        attention = new Attention(workers);
        elementwise = new Elementwise(workers);
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return "vector: %d-bit lanes (Vector API), %d thread%s; decoding is slower with weights in %s%s"
                .formatted(
                        Lanes.F.vectorBitSize(),
                        threads(),
                        threads() == 1 ? "" : "s",
                        RowMatmul.indirectTypes(),
                        reason.isEmpty() ? "" : " (" + reason + ")");
    }

    @Override
    public int threads() {
        return workers.count();
    }

    @Override
    public void matmul(WeightMatrix w, FloatMatrix x, FloatMatrix y) {
        Shapes.matmul(w, x, y);
        if (x.rows() >= PANEL_TOKENS_MIN) {
            panelMatmul.multiply(w, x, y);
        } else {
            rowMatmul.multiply(w, x, y);
        }
    }

    @Override
    public void gather(WeightMatrix w, int[] ids, FloatMatrix y) {
        Shapes.gather(w, ids, y);
        int columns = w.columns();
        if (gathered.length < columns) {
            gathered = new float[columns];
        }
        for (int row = 0; row < ids.length; row++) {
            Unpack.decode(w.type(), w.data(), ids[row] * w.rowBytes(), gathered, 0, columns);
            y.setRow(row, gathered, 0);
        }
    }

    @Override
    public void rmsNorm(FloatMatrix x, FloatMatrix weight, float epsilon, FloatMatrix y) {
        Shapes.norm("rmsNorm", x, weight, null, true, y);
        norms.rmsNorm(x, weight, epsilon, y);
    }

    @Override
    public void layerNorm(
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            float epsilon,
            FloatMatrix y) {
        Shapes.norm("layerNorm", x, weight, bias, false, y);
        norms.layerNorm(x, weight, bias, epsilon, y);
    }

    @Override
    public void rope(FloatMatrix x, int headSize, RopeTable table, int firstPosition) {
        Shapes.rope(x, headSize, table, firstPosition);
        rope.rotate(x, headSize, table, firstPosition);
    }

    @Override
    public void store(KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values) {
        Shapes.store(layer, firstPosition, keys, values);
        kvStore.store(layer, firstPosition, keys, values);
    }

    @Override
    public void attention(
            AttentionShape shape,
            FloatMatrix q,
            KvLayer layer,
            int firstPosition,
            int keyCount,
            FloatMatrix out) {
        Shapes.attention(shape, q, layer, firstPosition, keyCount, out);
        attention.run(shape, q, layer, firstPosition, keyCount, out);
    }

    @Override
    public void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up) {
        Shapes.same("gatedActivation", gate, up);
        elementwise.gatedActivation(activation, gate, up);
    }

    @Override
    public void activation(Activation activation, FloatMatrix x) {
        elementwise.activation(activation, x);
    }

    @Override
    public void add(FloatMatrix x, FloatMatrix y) {
        Shapes.sameOrRow("add", x, y);
        if (x.rows() == y.rows()) {
            elementwise.add(x, y);
        } else {
            elementwise.addRow(x, y);
        }
    }

    @Override
    public void scale(FloatMatrix x, float factor) {
        elementwise.scale(x, factor);
    }

    @Override
    public void softCap(FloatMatrix x, float cap) {
        elementwise.softCap(x, cap);
    }

    @Override
    public void close() {
        workers.close();
        panelMatmul.close();
        attention.close();
    }
}
