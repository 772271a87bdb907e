package dev.mote.kernel.reference;

import dev.mote.kernel.Activation;
import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.check.Shapes;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * The kernels as plain Java: what every other backend is compared with.
 *
 * <p>Activations are F32 and never quantised, weights are decoded exactly, every sum and every
 * function is computed in double and rounded to F32 once, where the result is stored. One thread,
 * no mutable state: an instance may be shared.
 */
public final class ReferenceKernels implements Kernels {
    private final String reason;

    /** Kernels chosen on purpose. */
    public ReferenceKernels() {
        this("exact and slow");
    }

    /** Kernels with a reason of their choice, which ends the {@link #description()}. */
    public ReferenceKernels(String reason) {
        this.reason = reason;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "reference: plain Java with sums in double, one thread; " + reason;
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public void matmul(WeightMatrix w, FloatMatrix x, FloatMatrix y) {
        Shapes.matmul(w, x, y);
        int n = x.rows();
        int k = x.columns();
        float[] inputs = new float[Math.multiplyExact(n, k)];
        for (int token = 0; token < n; token++) {
            x.copyRow(token, inputs, token * k);
        }
        float[] weights = new float[k];
        for (int output = 0; output < w.rows(); output++) {
            decodeRow(w, output, weights);
            for (int token = 0; token < n; token++) {
                y.set(token, output, (float) dot(weights, 0, inputs, token * k, k));
            }
        }
    }

    @Override
    public void gather(WeightMatrix w, int[] ids, FloatMatrix y) {
        Shapes.gather(w, ids, y);
        float[] row = new float[w.columns()];
        for (int i = 0; i < ids.length; i++) {
            decodeRow(w, ids[i], row);
            y.setRow(i, row, 0);
        }
    }

    @Override
    public void rmsNorm(FloatMatrix x, FloatMatrix weight, float epsilon, FloatMatrix y) {
        Shapes.norm("rmsNorm", x, weight, null, true, y);
        int width = weight.columns();
        for (int row = 0; row < x.rows(); row++) {
            for (int group = 0; group < x.columns(); group += width) {
                double squares = 0;
                for (int i = group; i < group + width; i++) {
                    squares += (double) x.get(row, i) * x.get(row, i);
                }
                double root = Math.sqrt(squares / width + epsilon);
                for (int i = group; i < group + width; i++) {
                    y.set(row, i, (float) (x.get(row, i) / root * weight.get(0, i - group)));
                }
            }
        }
    }

    @Override
    public void layerNorm(
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            float epsilon,
            FloatMatrix y) {
        Shapes.norm("layerNorm", x, weight, bias, false, y);
        int width = x.columns();
        for (int row = 0; row < x.rows(); row++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += x.get(row, i);
            }
            double mean = sum / width;
            double squares = 0;
            for (int i = 0; i < width; i++) {
                double distance = x.get(row, i) - mean;
                squares += distance * distance;
            }
            double root = Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                double value = (x.get(row, i) - mean) / root * weight.get(0, i);
                y.set(row, i, (float) (bias == null ? value : value + bias.get(0, i)));
            }
        }
    }

    @Override
    public void rope(FloatMatrix x, int headSize, RopeTable table, int firstPosition) {
        Shapes.rope(x, headSize, table, firstPosition);
        boolean adjacent = table.pairing() == RopeTable.Pairing.ADJACENT;
        for (int row = 0; row < x.rows(); row++) {
            for (int pair = 0; pair < table.pairCount(); pair++) {
                double angle = (double) (firstPosition + row) * table.inverseFrequency(pair);
                double cos = Math.cos(angle) * table.magnitude();
                double sin = Math.sin(angle) * table.magnitude();
                int first = adjacent ? 2 * pair : pair;
                int second = adjacent ? first + 1 : first + table.pairCount();
                for (int head = 0; head < x.columns(); head += headSize) {
                    double a = x.get(row, head + first);
                    double b = x.get(row, head + second);
                    x.set(row, head + first, (float) (a * cos - b * sin));
                    x.set(row, head + second, (float) (a * sin + b * cos));
                }
            }
        }
    }

    @Override
    public void store(KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values) {
        Shapes.store(layer, firstPosition, keys, values);
        BlockType type = layer.type();
        float[] key = new float[keys.columns()];
        float[] value = new float[values.columns()];
        for (int row = 0; row < keys.rows(); row++) {
            int position = firstPosition + row;
            keys.copyRow(row, key, 0);
            values.copyRow(row, value, 0);
            for (int head = 0; head < layer.kvHeadCount(); head++) {
                type.encode(
                        key,
                        head * layer.keySize(),
                        layer.keys(position),
                        layer.keyOffset(head, position),
                        layer.keySize());
                type.encode(
                        value,
                        head * layer.valueSize(),
                        layer.values(position),
                        layer.valueOffset(head, position),
                        layer.valueSize());
            }
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
        Shapes.attention(shape, q, layer, firstPosition, keyCount, out);
        ReferenceAttention.run(shape, q, layer, firstPosition, keyCount, out);
    }

    @Override
    public void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up) {
        Shapes.same("gatedActivation", gate, up);
        for (int row = 0; row < gate.rows(); row++) {
            for (int i = 0; i < gate.columns(); i++) {
                gate.set(row, i, (float) (of(activation, gate.get(row, i)) * up.get(row, i)));
            }
        }
    }

    @Override
    public void activation(Activation activation, FloatMatrix x) {
        for (int row = 0; row < x.rows(); row++) {
            for (int i = 0; i < x.columns(); i++) {
                x.set(row, i, (float) of(activation, x.get(row, i)));
            }
        }
    }

    private static double of(Activation activation, double x) {
        return switch (activation) {
            case SILU -> x / (1 + Math.exp(-x));
            case GELU ->
                    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case RELU -> Math.max(x, 0);
        };
    }

    @Override
    public void add(FloatMatrix x, FloatMatrix y) {
        Shapes.sameOrRow("add", x, y);
        for (int row = 0; row < x.rows(); row++) {
            int added = y.rows() == 1 ? 0 : row;
            for (int i = 0; i < x.columns(); i++) {
                x.set(row, i, x.get(row, i) + y.get(added, i));
            }
        }
    }

    @Override
    public void scale(FloatMatrix x, float factor) {
        for (int row = 0; row < x.rows(); row++) {
            for (int i = 0; i < x.columns(); i++) {
                x.set(row, i, x.get(row, i) * factor);
            }
        }
    }

    @Override
    public void softCap(FloatMatrix x, float cap) {
        for (int row = 0; row < x.rows(); row++) {
            for (int i = 0; i < x.columns(); i++) {
                x.set(row, i, (float) (cap * Math.tanh((double) x.get(row, i) / cap)));
            }
        }
    }

    /** Nothing to stop: there are no worker threads. */
    @Override
    public void close() {}

    private static void decodeRow(WeightMatrix w, int row, float[] target) {
        MemorySegment data = w.data();
        w.type().decode(data, row * w.rowBytes(), target, 0, w.columns());
    }

    /** Four partial sums, because a single one would wait for every addition before the next. */
    static double dot(float[] a, int aOffset, float[] b, int bOffset, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            sum0 += (double) a[aOffset + i] * b[bOffset + i];
            sum1 += (double) a[aOffset + i + 1] * b[bOffset + i + 1];
            sum2 += (double) a[aOffset + i + 2] * b[bOffset + i + 2];
            sum3 += (double) a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < count; i++) {
            sum0 += (double) a[aOffset + i] * b[bOffset + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
