package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Products of few tokens with the rows where they lie. A kernel takes up to four tokens, so a
 * thread goes over some rows, which stay in its cache, once for each four of them.
 */
final class RowProduct implements AutoCloseable {
    /** From more tokens on, unpacking rows to panels pays. */
    static final int TOKENS_MAX = 12;

    /** Rows of the last and smallest steps. */
    private static final int ROWS_MIN = 16;

    /** Activations that stay in the level-1 cache while rows pass by. */
    private static final int ACTIVATION_BYTES_MAX = 28 * 1024;

    /** Rows that several groups of tokens are multiplied with in turn. */
    private static final int ROWS_IN_CACHE = 32;

    private final Workers workers;
    private final Workers.Work multiplying = this::multiplyRows;
    private final InstructionSet set;
    private final KernelTable kernels;
    private final Parameters[] parameters;

    /** As many as the largest operation had matrices; the others are left from it. */
    private final List<Part> parts = new ArrayList<>();

    private int partCount;

    RowProduct(Workers workers, InstructionSet set, KernelTable kernels, Parameters[] parameters) {
        this.workers = workers;
        this.set = set;
        this.kernels = kernels;
        this.parameters = parameters;
    }

    /** y[i] = x · w[i]ᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix[] w, FloatMatrix x, FloatMatrix[] y) {
        partCount = w.length;
        while (parts.size() < partCount) {
            parts.add(new Part());
        }
        try {
            int rows = 0;
            for (int i = 0; i < partCount; i++) {
                parts.get(i).begin(w[i], x, y[i], i, rows);
                rows = Math.addExact(rows, w[i].rows());
            }
            workers.run(multiplying, rows, ROWS_MIN);
        } finally {
            for (int i = 0; i < partCount; i++) {
                parts.get(i).weights = null;
            }
        }
    }

    /** Rows are counted through all matrices. */
    private void multiplyRows(int from, int to, int worker) {
        for (int i = 0; i < partCount; i++) {
            Part part = parts.get(i);
            int first = Math.max(from, part.firstRow);
            int end = Math.min(to, part.firstRow + part.rows());
            if (first < end) {
                part.multiply(first - part.firstRow, end - part.firstRow, parameters[worker]);
            }
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.records.close();
        }
    }

    /** The product with one of the matrices. */
    private final class Part {
        private final Buffer records = new Buffer();
        private @Nullable WeightMatrix weights;
        private final @Nullable MachineCode[] kernelsByTokens =
                new MachineCode[KernelTable.DOT_TOKENS_MAX + 1];
        private final @Nullable MachineCode[] streamKernelsByTokens =
                new MachineCode[KernelTable.DOT_TOKENS_MAX + 1];
        private int firstRow;
        private int tokens;

        /** Tokens that the kernel takes at once. */
        private int step;

        private long input;
        private long inputStride;
        private long output;
        private long outputStride;

        void begin(WeightMatrix w, FloatMatrix x, FloatMatrix y, int part, int row) {
            weights = w;
            firstRow = row;
            tokens = x.rows();
            boolean plain = w.type().blockSize() == 1;
            inputStride = plain ? w.columns() * 4L : set.recordBytes(w.columns());
            outputStride = y.columns() * 4L;
            output = y.segment().address();
            step =
                    tokens <= KernelTable.DOT_TOKENS_MAX
                            ? tokens
                            : Math.clamp(
                                    ACTIVATION_BYTES_MAX / inputStride,
                                    2,
                                    KernelTable.DOT_TOKENS_MAX);
            take(w, step);
            take(w, tokens % step);
            if (plain) {
                input = x.segment().address();
                return;
            }
            for (int i = 0; i < part; i++) {
                if (parts.get(i).readsTheSameAs(w)) {
                    input = parts.get(i).input;
                    return;
                }
            }
            input = quantise(w, x);
        }

        private boolean readsTheSameAs(WeightMatrix other) {
            WeightMatrix own = current();
            return own.type().blockSize() > 1
                    && set.zeroPoint(own.type()) == set.zeroPoint(other.type())
                    && set.nibbleWise(own.type()) == set.nibbleWise(other.type());
        }

        private long quantise(WeightMatrix w, FloatMatrix x) {
            long address = records.reserve(x.rows() * inputStride).address();
            MachineCode quantise = kernels.quantise();
            Parameters p = parameters[0];
            p.set(1, w.columns());
            p.set(3, set.zeroPoint(w.type()));
            p.set(4, set.nibbleWise(w.type()) ? 1 : 0);
            for (int token = 0; token < x.rows(); token++) {
                p.set(0, x.segment().address() + token * 4L * w.columns());
                p.set(2, address + token * inputStride);
                quantise.call(p.address());
            }
            return address;
        }

        private void take(WeightMatrix w, int count) {
            if (count > 0) {
                kernelsByTokens[count] = kernels.dot(w.type(), count);
                streamKernelsByTokens[count] =
                        set.streams(w.type(), count) > 1
                                ? kernels.dotStreams(w.type(), count)
                                : null;
            }
        }

        void multiply(int from, int to, Parameters p) {
            if (step == tokens) {
                multiply(from, to, 0, tokens, p);
                return;
            }
            for (int first = from; first < to; first += ROWS_IN_CACHE) {
                int end = Math.min(to, first + ROWS_IN_CACHE);
                for (int token = 0; token < tokens; token += step) {
                    int count = Math.min(step, tokens - token);
                    multiply(first, end, token, count, p);
                }
            }
        }

        /** As many rows as there are places to read at equal distances, the rest one by one. */
        private void multiply(int from, int to, int token, int count, Parameters p) {
            MachineCode inStreams = streamKernelsByTokens[count];
            int first = from;
            if (inStreams != null) {
                int streams = set.streams(current().type(), count);
                int rows = (to - from) / streams;
                if (rows > 0) {
                    p.set(8, rows * current().rowBytes());
                    p.set(9, rows * 4L);
                    call(inStreams, first, rows, token, p);
                    first += rows * streams;
                }
            }
            if (first < to) {
                MachineCode code = kernelsByTokens[count];
                if (code == null) {
                    throw new IllegalStateException("no kernel for %d tokens".formatted(count));
                }
                call(code, first, to - first, token, p);
            }
        }

        private void call(MachineCode code, int first, int rows, int token, Parameters p) {
            WeightMatrix w = current();
            p.set(0, w.data().address() + first * w.rowBytes());
            p.set(1, w.rowBytes());
            p.set(2, rows);
            p.set(3, input + token * inputStride);
            p.set(4, inputStride);
            p.set(5, w.columns());
            p.set(6, output + token * outputStride + first * 4L);
            p.set(7, outputStride);
            code.call(p.address());
        }

        int rows() {
            return current().rows();
        }

        private WeightMatrix current() {
            if (weights == null) {
                throw new IllegalStateException("no product is under way");
            }
            return weights;
        }
    }
}
