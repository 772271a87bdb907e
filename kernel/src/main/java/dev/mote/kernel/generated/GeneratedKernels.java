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
import java.util.function.Function;

/**
 * Kernels in machine code that is made for this processor at the first use of each.
 *
 * <p>Activations are quantised to 8 bits for quantised weights; F32, F16 and BF16 weights are
 * multiplied in F32. Block types and operations that an instruction set has no kernel for go
 * through the fallback; none of those here lacks any.
 */
public final class GeneratedKernels implements Kernels {
    private final InstructionSet set;
    private final Workers workers;
    private final Function<Workers, Kernels> fallbackOf;
    private @Nullable Kernels fallback;
    private final Arena arena = Arena.ofShared();
    private final KernelTable table;
    private final RowProduct rows;
    private final PanelProduct panels;
    private final @Nullable RowOperations others;
    private final @Nullable Attention attention;
    private final WeightMatrix[] oneWeight = new WeightMatrix[1];
    private final FloatMatrix[] oneOutput = new FloatMatrix[1];

    /**
     * Starts threads − 1 worker threads.
     *
     * @param fallbackOf makes, of the worker threads, what does operations that there is no machine
     *     code for; called once, and only if there is such an operation
     * @throws ExecutableMemoryException if the system refuses executable memory
     */
    public GeneratedKernels(
            OperatingSystem system,
            InstructionSet set,
            int threads,
            Function<Workers, Kernels> fallbackOf) {
        this.fallbackOf = fallbackOf;
        this.set = set;
        table = new KernelTable(system, set);
        table.quantise(); // fails here if code may not be run
        workers = new Workers(threads);
        Parameters[] parameters = new Parameters[workers.count()];
        Arrays.setAll(parameters, worker -> new Parameters(arena));
        rows = new RowProduct(workers, set, table, parameters);
        panels = new PanelProduct(workers, set, table, parameters);
        others =
                set.rowKernels()
                        .map(kernels -> new RowOperations(workers, kernels, table, parameters))
                        .orElse(null);
        attention =
                set.attentionKernels()
                        .map(kernels -> new Attention(workers, kernels, table, arena))
                        .orElse(null);
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

    private Kernels fallback() {
        Kernels known = fallback;
        if (known == null) {
            known = fallbackOf.apply(workers);
            fallback = known;
        }
        return known;
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
        if (!supportsAll(w)) {
            for (int i = 0; i < w.length; i++) {
                if (set.supports(w[i].type())) {
                    matmul(w[i], x, y[i]);
                } else {
                    fallback().matmul(w[i], x, y[i]);
                }
            }
        } else if (x.rows() <= RowProduct.TOKENS_MAX) {
            rows.multiply(w, x, y);
        } else {
            panels.multiply(w, x, y);
        }
    }

    private boolean supportsAll(WeightMatrix[] w) {
        for (WeightMatrix each : w) {
            if (!set.supports(each.type())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void gather(WeightMatrix w, int[] ids, FloatMatrix y) {
        if (others == null || !others.kernels.decodes(w.type())) {
            fallback().gather(w, ids, y);
        } else {
            Shapes.gather(w, ids, y);
            others.cacheRows.gather(w, ids, y);
        }
    }

    @Override
    public void rmsNorm(FloatMatrix x, FloatMatrix weight, float epsilon, FloatMatrix y) {
        if (others == null) {
            fallback().rmsNorm(x, weight, epsilon, y);
        } else {
            Shapes.norm("rmsNorm", x, weight, null, true, y);
            others.norms.rmsNorm(x, weight, epsilon, y);
        }
    }

    @Override
    public void layerNorm(
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            float epsilon,
            FloatMatrix y) {
        if (others == null) {
            fallback().layerNorm(x, weight, bias, epsilon, y);
        } else {
            Shapes.norm("layerNorm", x, weight, bias, false, y);
            others.norms.layerNorm(x, weight, bias, epsilon, y);
        }
    }

    @Override
    public void rope(FloatMatrix x, int headSize, RopeTable rope, int firstPosition) {
        if (others == null) {
            fallback().rope(x, headSize, rope, firstPosition);
        } else {
            Shapes.rope(x, headSize, rope, firstPosition);
            others.rope.rotate(x, headSize, rope, firstPosition);
        }
    }

    @Override
    public void store(KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values) {
        if (others == null) {
            fallback().store(layer, firstPosition, keys, values);
        } else {
            Shapes.store(layer, firstPosition, keys, values);
            others.cacheRows.store(layer, firstPosition, keys, values);
        }
    }

    @Override
    public void attention(
            AttentionShape shape,
            FloatMatrix q,
            KvLayer layer,
            int firstPosition,
            int keyCount,
            FloatMatrix out) {
        if (attention == null) {
            fallback().attention(shape, q, layer, firstPosition, keyCount, out);
        } else {
            Shapes.attention(shape, q, layer, firstPosition, keyCount, out);
            attention.run(shape, q, layer, firstPosition, keyCount, out);
        }
    }

    @Override
    public void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up) {
        if (others == null) {
            fallback().gatedActivation(activation, gate, up);
        } else {
            Shapes.same("gatedActivation", gate, up);
            others.values.gatedActivation(activation, gate, up);
        }
    }

    @Override
    public void activation(Activation activation, FloatMatrix x) {
        if (others == null) {
            fallback().activation(activation, x);
        } else {
            others.values.activation(activation, x);
        }
    }

    @Override
    public void add(FloatMatrix x, FloatMatrix y) {
        if (others == null) {
            fallback().add(x, y);
        } else {
            Shapes.sameOrRow("add", x, y);
            others.values.add(x, y);
        }
    }

    @Override
    public void scale(FloatMatrix x, float factor) {
        if (others == null) {
            fallback().scale(x, factor);
        } else {
            others.values.scale(x, factor);
        }
    }

    @Override
    public void softCap(FloatMatrix x, float cap) {
        if (others == null) {
            fallback().softCap(x, cap);
        } else {
            others.values.softCap(x, cap);
        }
    }

    @Override
    public void close() {
        workers.close(); // first: nobody runs the code any more
        if (fallback != null) {
            fallback.close();
        }
        rows.close();
        panels.close();
        if (attention != null) {
            attention.close();
        }
        table.close();
        arena.close();
    }
}
