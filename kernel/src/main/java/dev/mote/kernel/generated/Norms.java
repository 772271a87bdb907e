package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/** RMS and layer normalisation; groups of values are the units of work. */
final class Norms {
    private final Workers workers;
    private final Workers.Work working = this::normalise;
    private final Parameters[] parameters;
    private final LazyKernel rms;
    private final LazyKernel layer;
    private final LazyKernel biasedLayer;

    // The current operation.
    private @Nullable MachineCode code;
    private int width;
    private long input;
    private long output;
    private long weight;
    private long bias;
    private double epsilon;

    Norms(Workers workers, RowKernels set, KernelTable table, Parameters[] parameters) {
        this.workers = workers;
        this.parameters = parameters;
        rms = new LazyKernel(table, set::rmsNorm);
        layer = new LazyKernel(table, () -> set.layerNorm(false));
        biasedLayer = new LazyKernel(table, () -> set.layerNorm(true));
    }

    void rmsNorm(FloatMatrix x, FloatMatrix factors, float eps, FloatMatrix y) {
        run(rms, x, factors, 0, eps, y);
    }

    void layerNorm(
            FloatMatrix x,
            FloatMatrix factors,
            @Nullable FloatMatrix offsets,
            float eps,
            FloatMatrix y) {
        if (offsets == null) {
            run(layer, x, factors, 0, eps, y);
        } else {
            run(biasedLayer, x, factors, offsets.segment().address(), eps, y);
        }
    }

    private void run(
            LazyKernel kernel,
            FloatMatrix x,
            FloatMatrix factors,
            long offsets,
            float eps,
            FloatMatrix y) {
        width = factors.columns();
        if (width == 0) {
            return;
        }
        code = kernel.get();
        input = x.segment().address();
        output = y.segment().address();
        weight = factors.segment().address();
        bias = offsets;
        epsilon = eps;
        int groups = (int) ((long) x.rows() * x.columns() / width);
        if (groups > 0) {
            workers.run(working, groups, Math.max(1, Values.STEP_VALUES / width));
        }
    }

    private void normalise(int from, int to, int worker) {
        long first = (long) from * width * Float.BYTES;
        Parameters p = parameters[worker];
        p.set(0, input + first);
        p.set(1, width);
        p.set(2, to - from);
        p.set(3, weight);
        p.set(4, bias);
        p.set(5, output + first);
        p.set(6, Double.doubleToRawLongBits(width));
        p.set(7, Double.doubleToRawLongBits(epsilon));
        MachineCode.present(code).call(p.address());
    }
}
