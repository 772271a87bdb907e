package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.FLOAT;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.work.Workers;

import jdk.incubator.vector.FloatVector;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** RMS and layer normalisation of groups of values; groups are the units of work. */
final class Norms {
    /** Values below which waking threads costs more than it saves. */
    private static final int STEP_VALUES = 16384;

    private final Workers workers;
    private final Workers.Work rms = this::rmsGroups;
    private final Workers.Work layer = this::layerGroups;
    private FloatMatrix x = Operands.NO_FLOATS;
    private FloatMatrix y = Operands.NO_FLOATS;
    private FloatMatrix weight = Operands.NO_FLOATS;
    private @Nullable FloatMatrix bias;
    private float epsilon;

    Norms(Workers workers) {
        this.workers = workers;
    }

    void rmsNorm(FloatMatrix input, FloatMatrix factors, float eps, FloatMatrix output) {
        run(rms, input, factors, null, eps, output);
    }

    void layerNorm(
            FloatMatrix input,
            FloatMatrix factors,
            @Nullable FloatMatrix offsets,
            float eps,
            FloatMatrix output) {
        run(layer, input, factors, offsets, eps, output);
    }

    private void run(
            Workers.Work work,
            FloatMatrix input,
            FloatMatrix factors,
            @Nullable FloatMatrix offsets,
            float eps,
            FloatMatrix output) {
        x = input;
        y = output;
        weight = factors;
        bias = offsets;
        epsilon = eps;
        int width = factors.columns();
        int groups = (int) ((long) input.rows() * input.columns() / width);
        try {
            workers.run(work, groups, Math.max(1, STEP_VALUES / width));
        } finally {
            x = Operands.NO_FLOATS;
            y = Operands.NO_FLOATS;
            weight = Operands.NO_FLOATS;
            bias = null;
        }
    }

    private void rmsGroups(int from, int to, int worker) {
        int width = weight.columns();
        MemorySegment in = x.segment();
        for (int group = from; group < to; group++) {
            long at = (long) group * width * Float.BYTES;
            float mean = sumOfSquares(in, at, width, 0f) / width;
            float factor = (float) (1 / Math.sqrt(mean + epsilon));
            scale(in, at, width, 0f, factor, weight.segment(), null, y.segment());
        }
    }

    private void layerGroups(int from, int to, int worker) {
        int width = weight.columns();
        MemorySegment in = x.segment();
        MemorySegment offsets = bias == null ? null : bias.segment();
        for (int group = from; group < to; group++) {
            long at = (long) group * width * Float.BYTES;
            float mean = sum(in, at, width) / width;
            float variance = sumOfSquares(in, at, width, mean) / width;
            float factor = (float) (1 / Math.sqrt(variance + epsilon));
            scale(in, at, width, mean, factor, weight.segment(), offsets, y.segment());
        }
    }

    private static float sum(MemorySegment x, long at, int width) {
        FloatVector sum = FloatVector.zero(F);
        int i = 0;
        for (; i <= width - L; i += L) {
            sum = sum.add(Lanes.floats(x, at + i * 4L));
        }
        float total = Lanes.sum(sum);
        for (; i < width; i++) {
            total += x.get(FLOAT, at + i * 4L);
        }
        return total;
    }

    private static float sumOfSquares(MemorySegment x, long at, int width, float mean) {
        FloatVector sum = FloatVector.zero(F);
        int i = 0;
        for (; i <= width - L; i += L) {
            FloatVector v = Lanes.floats(x, at + i * 4L).sub(mean);
            sum = v.fma(v, sum);
        }
        float total = Lanes.sum(sum);
        for (; i < width; i++) {
            float v = x.get(FLOAT, at + i * 4L) - mean;
            total = Math.fma(v, v, total);
        }
        return total;
    }

    /** y = (x − mean) · factor · weight + bias. */
    private static void scale(
            MemorySegment x,
            long at,
            int width,
            float mean,
            float factor,
            MemorySegment weight,
            @Nullable MemorySegment bias,
            MemorySegment y) {
        int i = 0;
        for (; i <= width - L; i += L) {
            long offset = i * 4L;
            FloatVector v =
                    Lanes.floats(x, at + offset)
                            .sub(mean)
                            .mul(factor)
                            .mul(Lanes.floats(weight, offset));
            if (bias != null) {
                v = v.add(Lanes.floats(bias, offset));
            }
            v.intoMemorySegment(y, at + offset, LE);
        }
        for (; i < width; i++) {
            long offset = i * 4L;
            float v = (x.get(FLOAT, at + offset) - mean) * factor * weight.get(FLOAT, offset);
            y.set(FLOAT, at + offset, bias == null ? v : v + bias.get(FLOAT, offset));
        }
    }
}
