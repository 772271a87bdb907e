package dev.mote.kernel.generated;

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

import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * Kernels in machine code that is made for this processor at the first use of each.
 *
 * <p>Activations are quantised to 8 bits for quantised weights; F32, F16 and BF16 weights are
 * multiplied in F32.
 */
public final class GeneratedKernels implements Kernels {
    private final InstructionSet set;
    private final Workers workers;
    private final Arena arena = Arena.ofShared();
    private final KernelTable table;
    private final RowProduct rows;
    private final PanelProduct panels;
    private final RowOperations others;
    private final Attention attention;
    private final WeightMatrix[] oneWeight = new WeightMatrix[1];
    private final FloatMatrix[] oneOutput = new FloatMatrix[1];

    /**
     * Starts threads − 1 worker threads.
     *
     * @throws ExecutableMemoryException if the system refuses executable memory
     */
    public GeneratedKernels(OperatingSystem system, InstructionSet set, int threads) {
        this.set = set;
        table = new KernelTable(system, set);
        table.quantise(); // fails here if code may not be run
        workers = new Workers(threads);
        Parameters[] parameters = new Parameters[workers.count()];
        Arrays.setAll(parameters, worker -> new Parameters(arena));
        rows = new RowProduct(workers, set, table, parameters);
        panels = new PanelProduct(workers, set, table, parameters);
        others = new RowOperations(workers, set.rowKernels(), table, parameters);
        attention = new Attention(workers, set.attentionKernels(), table, arena);
    }

    @Override
    public String name() {
        return "generated";
    }

    @Override
    public String description() {
        return "generated: machine code for %s, %d thread%s"
                .formatted(set.name(), threads(), threads() == 1 ? "" : "s");
    }

    @Override
    public int threads() {
        return workers.count();
    }

    @Override
    public void matmul(WeightMatrix w, FloatMatrix x, FloatMatrix y) {
        oneWeight[0] = w;
        oneOutput[0] = y;
        matmul(oneWeight, x, oneOutput);
    }

    @Override
    public void matmul(WeightMatrix[] w, FloatMatrix x, FloatMatrix[] y) {
        Shapes.matmul(w, x, y);
        if (x.rows() == 0) {
            return;
        }
        if (x.rows() <= RowProduct.TOKENS_MAX) {
            rows.multiply(w, x, y);
        } else {
            panels.multiply(w, x, y);
        }
    }

    @Override
    public void gather(WeightMatrix w, int[] ids, FloatMatrix y) {
        Shapes.gather(w, ids, y);
        others.cacheRows.gather(w, ids, y);
    }

    @Override
    public void rmsNorm(FloatMatrix x, FloatMatrix weight, float epsilon, FloatMatrix y) {
        Shapes.norm("rmsNorm", x, weight, null, true, y);
        others.norms.rmsNorm(x, weight, epsilon, y);
    }

    @Override
    public void layerNorm(
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            float epsilon,
            FloatMatrix y) {
        Shapes.norm("layerNorm", x, weight, bias, false, y);
        others.norms.layerNorm(x, weight, bias, epsilon, y);
    }

    @Override
    public void rope(FloatMatrix x, int headSize, RopeTable rope, int firstPosition) {
        Shapes.rope(x, headSize, rope, firstPosition);
        others.rope.rotate(x, headSize, rope, firstPosition);
    }

    @Override
    public void store(KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values) {
        Shapes.store(layer, firstPosition, keys, values);
        others.cacheRows.store(layer, firstPosition, keys, values);
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
        others.values.gatedActivation(activation, gate, up);
    }

    @Override
    public void activation(Activation activation, FloatMatrix x) {
        others.values.activation(activation, x);
    }

    @Override
    public void add(FloatMatrix x, FloatMatrix y) {
        Shapes.sameOrRow("add", x, y);
        others.values.add(x, y);
    }

    @Override
    public void scale(FloatMatrix x, float factor) {
        others.values.scale(x, factor);
    }

    @Override
    public void softCap(FloatMatrix x, float cap) {
        others.values.softCap(x, cap);
    }

    @Override
    public void close() {
        workers.close(); // first: nobody runs the code any more
        rows.close();
        panels.close();
        attention.close();
        table.close();
        arena.close();
    }
}
