package dev.mote.kernel.generated.aarch64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.BlockType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Calls of kernels that multiply rows with tokens, and what their results have to be. */
final class Products {
    private static final int UNWRITTEN = 0xaaaa_aaaa;

    /** One product; results of a token are {@code gap} floats apart from those of the next. */
    private record Product(
            Weights weights, List<float[]> tokens, int gap, Machine.Operand result) {}

    private final Machine machine;
    private final Aarch64Kernels kernels;
    private final List<Product> products = new ArrayList<>();

    Products(Machine machine, Aarch64Kernels kernels) {
        this.machine = machine;
        this.kernels = kernels;
    }

    /** Adds a product of rows as they lie with one to four tokens. */
    Machine.Operand dot(Weights weights, List<float[]> tokens, int gap) {
        long stride = Math.toIntExact(bytes(tokens.getFirst(), weights.type(), true)) + 64L * gap;
        Machine.Operand result = result(weights, tokens, gap);
        machine.call(
                kernels.dot(weights.type(), tokens.size()),
                machine.input(weights.bytes()).address(),
                weights.rowBytes(),
                weights.rows(),
                activations(weights.type(), tokens, stride, true).address(),
                stride,
                weights.columns(),
                result.address(),
                4L * (weights.rows() + gap));
        return result;
    }

    /** Adds a product of rows, at most a panel of them, that are unpacked before. */
    Machine.Operand gemm(Weights weights, List<float[]> tokens, int gap) {
        BlockType type = weights.type();
        Machine.Operand panel = machine.scratch(kernels.panelBytes(type, weights.columns()));
        machine.call(
                kernels.unpack(type),
                machine.input(weights.bytes()).address(),
                weights.rowBytes(),
                weights.rows(),
                weights.columns(),
                panel.address(),
                machine.scratch(Aarch64Kernels.SCRATCH_BYTES).address());
        long stride = bytes(tokens.getFirst(), type, false) + 64L * gap;
        Machine.Operand result = result(weights, tokens, gap);
        machine.call(
                FloatFormat.isPlain(type)
                        ? kernels.gemmFloat(tokens.size())
                        : kernels.gemm(type, tokens.size()),
                panel.address(),
                weights.columns(),
                activations(type, tokens, stride, false).address(),
                stride,
                result.address(),
                4L * (weights.rows() + gap),
                weights.rows());
        return result;
    }

    private Machine.Operand result(Weights weights, List<float[]> tokens, int gap) {
        long floats = (long) (weights.rows() + gap) * tokens.size() - gap;
        Machine.Operand result = machine.output(Math.max(0, 4 * floats));
        products.add(new Product(weights, tokens, gap, result));
        return result;
    }

    private long bytes(float[] token, BlockType type, boolean dot) {
        if (FloatFormat.isPlain(type)) {
            return 4L * token.length;
        }
        return dot ? kernels.recordBytes(token.length) : kernels.lineBytes(token.length);
    }

    /** Activations that end where the last token's do. */
    private Machine.Operand activations(
            BlockType type, List<float[]> tokens, long stride, boolean dot) {
        long size = stride * (tokens.size() - 1) + bytes(tokens.getFirst(), type, dot);
        ByteBuffer content =
                ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < tokens.size(); t++) {
            int at = Math.toIntExact(t * stride);
            if (FloatFormat.isPlain(type)) {
                content.slice(at, 4 * tokens.get(t).length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(tokens.get(t));
            } else {
                Records records = new Records(tokens.get(t));
                content.put(at, dot ? records.record(kernels.zeroPoint(type)) : records.lines());
            }
        }
        return machine.input(content.array());
    }

    /** What is wrong, after the machine has run. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Product product : products) {
            Weights weights = product.weights();
            ByteBuffer result = product.result().content();
            for (int t = 0; t < product.tokens().size(); t++) {
                double[] values = values(weights.type(), product.tokens().get(t));
                for (int row = 0; row < weights.rows(); row++) {
                    String difference = weights.difference(row, values, result.getFloat());
                    if (!difference.isEmpty() && differences.size() < 5) {
                        differences.add(
                                "%s, %d rows, %d columns, token %d of %d: %s"
                                        .formatted(
                                                weights.type(),
                                                weights.rows(),
                                                weights.columns(),
                                                t,
                                                product.tokens().size(),
                                                difference));
                    }
                }
                for (int i = 0; i < product.gap() && result.hasRemaining(); i++) {
                    assertThat(result.getInt()).isEqualTo(UNWRITTEN);
                }
            }
        }
        return differences;
    }

    private static double[] values(BlockType type, float[] token) {
        if (!FloatFormat.isPlain(type)) {
            return new Records(token).values();
        }
        double[] values = new double[token.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = token[i];
        }
        return values;
    }
}
