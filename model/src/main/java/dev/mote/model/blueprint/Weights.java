package dev.mote.model.blueprint;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tensors of a file, each checked against the shape its architecture expects before it is used.
 *
 * <p>Matrices are used in place where the file is mapped. Vectors and small tables are needed as
 * F32: where they are stored otherwise they are decoded into memory that {@link #close} frees.
 */
final class Weights implements AutoCloseable {
    /** Bounds memory for tables that are decoded; real ones are far smaller. */
    private static final int DECODED_MAX = 1 << 24;

    private final ModelFile file;
    private final String source;
    private final String architecture;
    private final Set<String> used = new HashSet<>();
    private final Arena decoded = Arena.ofShared(); // kernels' worker threads read it

    Weights(ModelFile file, String architecture) {
        this.file = file;
        this.source = file.metadata().source();
        this.architecture = architecture;
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** The tensor's shape; it must be there. */
    List<Integer> shape(String name) {
        return tensor(name).shape();
    }

    /** A matrix [rows, columns] in its own encoding. */
    WeightMatrix matrix(String name, int rows, int columns, String reason) {
        TensorInfo tensor = expect(name, reason, rows, columns);
        return wrap(tensor, rows, columns, file.data(name));
    }

    /** A vector as one row of F32. */
    FloatMatrix vector(String name, int width, String reason) {
        return floats(expect(name, reason, width), 1, width);
    }

    /** A small matrix as F32. */
    FloatMatrix table(String name, int rows, int columns, String reason) {
        return floats(expect(name, reason, rows, columns), rows, columns);
    }

    /** A stack of {@code count} matrices [rows, columns], one for each expert. */
    List<WeightMatrix> stack(String name, int count, int rows, int columns, String reason) {
        TensorInfo tensor = expect(name, reason, count, rows, columns);
        MemorySegment data = file.data(name);
        long bytes = data.byteSize() / count;
        WeightMatrix[] matrices = new WeightMatrix[count];
        for (int i = 0; i < count; i++) {
            matrices[i] = wrap(tensor, rows, columns, data.asSlice(i * bytes, bytes));
        }
        return List.of(matrices);
    }

    /** Marks a tensor as known though nothing is computed from it. */
    void ignore(String name) {
        used.add(name);
    }

    /**
     * Refuses a file with tensors nobody asked for: they stand for a feature that would silently be
     * left out of the computation.
     */
    void requireAllUsed() {
        for (String name : file.tensors().keySet()) {
            if (!used.contains(name)) {
                throw new ModelFormatException(
                        source,
                        "tensor '%s' has no place in architecture %s; without it the model would compute something else"
                                .formatted(name, architecture));
            }
        }
    }

    private FloatMatrix floats(TensorInfo tensor, int rows, int columns) {
        MemorySegment data = file.data(tensor.name());
        if (tensor.type() == BlockType.F32) {
            return FloatMatrix.of(data, rows, columns);
        }
        if ((long) rows * columns > DECODED_MAX) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s' has %d values, a table of at most %d was expected"
                            .formatted(tensor.name(), (long) rows * columns, DECODED_MAX));
        }
        float[] values = new float[rows * columns];
        tensor.type().decode(data, 0, values, 0, values.length);
        FloatMatrix matrix = FloatMatrix.allocate(decoded, rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.setRow(row, values, row * columns);
        }
        return matrix;
    }

    private WeightMatrix wrap(TensorInfo tensor, int rows, int columns, MemorySegment data) {
        if (columns % tensor.type().blockSize() != 0) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s': rows of %d values are no whole number of %s blocks of %d"
                            .formatted(
                                    tensor.name(),
                                    columns,
                                    tensor.type(),
                                    tensor.type().blockSize()));
        }
        return WeightMatrix.of(tensor.type(), rows, columns, data);
    }

    private TensorInfo expect(String name, String reason, Integer... shape) {
        TensorInfo tensor = tensor(name);
        used.add(name);
        if (!withoutLeadingOnes(tensor.shape()).equals(withoutLeadingOnes(List.of(shape)))) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s' is %s, architecture %s with %s expects %s"
                            .formatted(name, tensor.shape(), architecture, reason, List.of(shape)));
        }
        return tensor;
    }

    /** Files may drop outermost sizes of one: a matrix of one row may be stored as a vector. */
    private static List<Integer> withoutLeadingOnes(List<Integer> shape) {
        int from = 0;
        while (from < shape.size() - 1 && shape.get(from) == 1) {
            from++;
        }
        return shape.subList(from, shape.size());
    }

    private TensorInfo tensor(String name) {
        TensorInfo tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s', which architecture %s needs, is missing"
                            .formatted(name, architecture));
        }
        return tensor;
    }

    @Override
    public void close() {
        if (decoded.scope().isAlive()) {
            decoded.close();
        }
    }
}
