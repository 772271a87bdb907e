package dev.mote.kernel.generated;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/** Operations on each value of a matrix. Work of less than a step runs on the calling thread. */
final class Values {
    /** Values per unit of work. */
    private static final int UNIT = 2048;

    /** Values below which waking threads costs more than it saves. */
    static final int STEP_VALUES = 16384;

    private final Workers workers;
    private final Workers.Work working = this::apply;
    private final Workers.Work adding = this::addRows;
    private final Parameters[] parameters;
    private final LazyKernels<Activation> activations;
    private final LazyKernels<Activation> gatedActivations;
    private final LazyKernel add;
    private final LazyKernel scale;
    private final LazyKernel softCap;

    // The current operation.
    private @Nullable MachineCode code;
    private long values;
    private long count;
    private int columns;
    private long operand;
    private long operandStride;

    Values(Workers workers, RowKernels set, KernelTable table, Parameters[] parameters) {
        this.workers = workers;
        this.parameters = parameters;
        activations =
                new LazyKernels<>(Activation.class, table, each -> set.activation(each, false));
        gatedActivations =
                new LazyKernels<>(Activation.class, table, each -> set.activation(each, true));
        add = new LazyKernel(table, set::add);
        scale = new LazyKernel(table, set::scale);
        softCap = new LazyKernel(table, set::softCap);
    }

    void activation(Activation activation, FloatMatrix x) {
        run(activations.get(activation), x, 0, 0);
    }

    void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up) {
        run(gatedActivations.get(activation), gate, up.segment().address(), Float.BYTES);
    }

    void scale(FloatMatrix x, float factor) {
        run(scale.get(), x, Float.floatToRawIntBits(factor), 0);
    }

    void softCap(FloatMatrix x, float cap) {
        run(softCap.get(), x, Float.floatToRawIntBits(cap), 0);
    }

    private void run(MachineCode kernel, FloatMatrix x, long second, long secondStride) {
        code = kernel;
        values = x.segment().address();
        count = (long) x.rows() * x.columns();
        operand = second;
        operandStride = secondStride;
        int units = (int) ((count + UNIT - 1) / UNIT);
        if (units > 0) {
            int step = Math.max(STEP_VALUES / UNIT, units / (4 * workers.count()));
            workers.run(working, units, step);
        }
    }

    private void apply(int from, int to, int worker) {
        long first = (long) from * UNIT;
        Parameters p = parameters[worker];
        p.set(0, values + first * Float.BYTES);
        p.set(1, Math.min(count, (long) to * UNIT) - first);
        p.set(2, operand + first * operandStride);
        MachineCode.present(code).call(p.address());
    }

    void add(FloatMatrix x, FloatMatrix y) {
        columns = x.columns();
        if (x.rows() == 0 || columns == 0) {
            return;
        }
        code = add.get();
        values = x.segment().address();
        operand = y.segment().address();
        operandStride = y.rows() == x.rows() ? columns * 4L : 0;
        workers.run(adding, x.rows(), Math.max(1, STEP_VALUES / columns));
    }

    private void addRows(int from, int to, int worker) {
        Parameters p = parameters[worker];
        p.set(0, values + (long) from * columns * Float.BYTES);
        p.set(1, columns);
        p.set(2, to - from);
        p.set(3, operand + from * operandStride);
        p.set(4, operandStride);
        MachineCode.present(code).call(p.address());
    }
}
