package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.work.Workers;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Operations on each element: activation functions, sums, scaling, soft caps. */
final class Elementwise {
    private enum Operation {
        SILU,
        GELU,
        RELU,
        GATED_SILU,
        GATED_GELU,
        GATED_RELU,
        ADD,
        SCALE,
        SOFT_CAP
    }

    /** Values per unit of work, a multiple of every vector length. */
    private static final int UNIT = 2048;

    private static final long VECTOR_BYTES = (long) L * Float.BYTES;

    private final Workers workers;
    private final Workers.Work work = this::run;
    private Operation operation = Operation.ADD;
    private FloatMatrix x = Operands.NO_FLOATS;
    private FloatMatrix y = Operands.NO_FLOATS;
    private float factor;

    Elementwise(Workers workers) {
        this.workers = workers;
    }

    void activation(Activation activation, FloatMatrix values) {
        Operation chosen =
                switch (activation) {
                    case SILU -> Operation.SILU;
                    case GELU -> Operation.GELU;
                    case RELU -> Operation.RELU;
                };
        apply(chosen, values, values, 0);
    }

    void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up) {
        Operation chosen =
                switch (activation) {
                    case SILU -> Operation.GATED_SILU;
                    case GELU -> Operation.GATED_GELU;
                    case RELU -> Operation.GATED_RELU;
                };
        apply(chosen, gate, up, 0);
    }

    /** x += y for matrices of the same shape. */
    void add(FloatMatrix values, FloatMatrix addend) {
        apply(Operation.ADD, values, addend, 0);
    }

    /** Adds one row to each row. */
    void addRow(FloatMatrix values, FloatMatrix row) {
        for (int i = 0; i < values.rows(); i++) {
            add(values.rows(i, 1), row);
        }
    }

    void scale(FloatMatrix values, float by) {
        apply(Operation.SCALE, values, values, by);
    }

    void softCap(FloatMatrix values, float cap) {
        apply(Operation.SOFT_CAP, values, values, cap);
    }

    private void apply(Operation chosen, FloatMatrix values, FloatMatrix other, float by) {
        operation = chosen;
        x = values;
        y = other;
        factor = by;
        int units = (int) ((count() + UNIT - 1) / UNIT);
        try {
            workers.run(work, units, Math.max(4, units / (4 * workers.count())));
        } finally {
            x = Operands.NO_FLOATS;
            y = Operands.NO_FLOATS;
        }
    }

    private long count() {
        return (long) x.rows() * x.columns();
    }

    private void run(int from, int to, int worker) {
        long start = (long) from * UNIT;
        long end = Math.min((long) to * UNIT, count());
        long vectorEnd = start + (end - start) / L * L;
        MemorySegment a = x.segment();
        MemorySegment b = y.segment();
        switch (operation) {
            case SILU, GATED_SILU -> silu(a, b, operation, start * 4, vectorEnd * 4);
            case GELU, GATED_GELU -> gelu(a, b, operation, start * 4, vectorEnd * 4);
            default -> simple(a, b, operation, factor, start * 4, vectorEnd * 4);
        }
        if (vectorEnd < end) {
            runTail(a, b, vectorEnd, end);
        }
    }

    /** The last few values go through the same code in a padded vector. */
    private void runTail(MemorySegment a, MemorySegment b, long from, long end) {
        int count = (int) (end - from);
        float[] left = new float[L];
        float[] right = new float[L];
        MemorySegment.copy(a, ValueLayout.JAVA_FLOAT_UNALIGNED, from * 4, left, 0, count);
        MemorySegment.copy(b, ValueLayout.JAVA_FLOAT_UNALIGNED, from * 4, right, 0, count);
        MemorySegment padded = MemorySegment.ofArray(left);
        MemorySegment other = MemorySegment.ofArray(right);
        switch (operation) {
            case SILU, GATED_SILU -> silu(padded, other, operation, 0, VECTOR_BYTES);
            case GELU, GATED_GELU -> gelu(padded, other, operation, 0, VECTOR_BYTES);
            default -> simple(padded, other, operation, factor, 0, VECTOR_BYTES);
        }
        MemorySegment.copy(left, 0, a, ValueLayout.JAVA_FLOAT_UNALIGNED, from * 4, count);
    }

    private static void silu(
            MemorySegment a, MemorySegment b, Operation operation, long from, long to) {
        boolean gated = operation == Operation.GATED_SILU;
        for (long at = from; at < to; at += VECTOR_BYTES) {
            FloatVector v = VectorMath.silu(Lanes.floats(a, at));
            (gated ? v.mul(Lanes.floats(b, at)) : v).intoMemorySegment(a, at, LE);
        }
    }

    private static void gelu(
            MemorySegment a, MemorySegment b, Operation operation, long from, long to) {
        boolean gated = operation == Operation.GATED_GELU;
        for (long at = from; at < to; at += VECTOR_BYTES) {
            FloatVector v = VectorMath.gelu(Lanes.floats(a, at));
            (gated ? v.mul(Lanes.floats(b, at)) : v).intoMemorySegment(a, at, LE);
        }
    }

    private static void simple(
            MemorySegment a,
            MemorySegment b,
            Operation operation,
            float factor,
            long from,
            long to) {
        switch (operation) {
            case ADD -> {
                for (long at = from; at < to; at += VECTOR_BYTES) {
                    Lanes.floats(a, at).add(Lanes.floats(b, at)).intoMemorySegment(a, at, LE);
                }
            }
            case SCALE -> {
                for (long at = from; at < to; at += VECTOR_BYTES) {
                    Lanes.floats(a, at).mul(factor).intoMemorySegment(a, at, LE);
                }
            }
            case SOFT_CAP -> {
                FloatVector cap = FloatVector.broadcast(F, factor);
                for (long at = from; at < to; at += VECTOR_BYTES) {
                    VectorMath.tanh(Lanes.floats(a, at).div(cap))
                            .mul(cap)
                            .intoMemorySegment(a, at, LE);
                }
            }
            case RELU -> {
                for (long at = from; at < to; at += VECTOR_BYTES) {
                    Lanes.floats(a, at)
                            .lanewise(VectorOperators.MAX, 0f)
                            .intoMemorySegment(a, at, LE);
                }
            }
            case GATED_RELU -> {
                for (long at = from; at < to; at += VECTOR_BYTES) {
                    Lanes.floats(a, at)
                            .lanewise(VectorOperators.MAX, 0f)
                            .mul(Lanes.floats(b, at))
                            .intoMemorySegment(a, at, LE);
                }
            }
            case SILU, GELU, GATED_SILU, GATED_GELU ->
                    throw new IllegalArgumentException(operation + " has a loop of its own");
        }
    }
}
