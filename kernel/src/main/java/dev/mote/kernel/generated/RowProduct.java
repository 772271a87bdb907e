package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products of few tokens with the rows where they lie. A kernel takes up to four tokens, so a
 * thread goes over some rows, which stay in its cache, once for each four of them.
 */
final class RowProduct implements AutoCloseable {
    /** From more tokens on, unpacking rows to panels pays. */
    static final int TOKENS_MAX = 12;

    /** Rows that a thread takes at once, at the least. */
    private static final int UNIT_ROWS = InstructionSet.STRIPE_ROWS;

    /** So many tokens and more are multiplied with stripes where there are any. */
    private static final int STRIPE_TOKENS_MIN = 3;

    /** Activations that stay in the level-1 cache while rows pass by. */
    private static final int ACTIVATION_BYTES_MAX = 28 * 1024;

    /** Rows that several groups of tokens are multiplied with in turn. */
    private static final int ROWS_IN_CACHE = 32;

    private final Workers workers;
    private final Workers.Work multiplying = this::multiplyRows;
    private final InstructionSet set;
    private final KernelTable kernels;
    private final Parameters[] parameters;

    /** Of each thread: running sums of a stripe. */
    private final Buffer[] stripeSums;

    /** As many as the largest operation had matrices; the others are left from it. */
    private final List<Part> parts = new ArrayList<>();

    private int partCount;
    private int rowCount;

    RowProduct(Workers workers, InstructionSet set, KernelTable kernels, Parameters[] parameters) {
        this.workers = workers;
        this.set = set;
        this.kernels = kernels;
        this.parameters = parameters;
        stripeSums = new Buffer[parameters.length];
        Arrays.setAll(stripeSums, worker -> new Buffer());
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
            rowCount = rows;
            workers.run(multiplying, Math.ceilDiv(rows, UNIT_ROWS), 1);
        } finally {
            for (int i = 0; i < partCount; i++) {
                parts.get(i).weights = null;
            }
        }
    }

    /** Rows are counted through all matrices. */
    private void multiplyRows(int fromUnit, int toUnit, int worker) {
        int from = fromUnit * UNIT_ROWS;
        int to = Math.min(rowCount, toUnit * UNIT_ROWS);
        for (int i = 0; i < partCount; i++) {
            Part part = parts.get(i);
            int first = Math.max(from, part.firstRow) - part.firstRow;
            int end = Math.min(to, part.firstRow + part.rows()) - part.firstRow;
            if (first < end) {
                part.multiply(first, end, worker);
            }
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.records.close();
        }
        for (Buffer sums : stripeSums) {
            sums.close();
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
        private final @Nullable MachineCode[] stripesByTokens = new MachineCode[TOKENS_MAX + 1];
        private int firstRow;
        private int tokens;

        /** Tokens that the kernel takes at once. */
        private int step;

        /** Tokens of a stripe that are taken at once; 0 where rows are taken one by one. */
        private int stripeStep;

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
            takeStripes(w);
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
                    && set.arrangement(own.type()) == set.arrangement(other.type());
        }

        private long quantise(WeightMatrix w, FloatMatrix x) {
            long address = records.reserve(x.rows() * inputStride).address();
            MachineCode quantise = kernels.quantise();
            Parameters p = parameters[0];
            p.set(1, w.columns());
            p.set(3, set.zeroPoint(w.type()));
            p.set(4, set.arrangement(w.type()));
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

        private void takeStripes(WeightMatrix w) {
            int most = set.stripeTokensMax(w.type());
            stripeStep = 0;
            if (most == 0 || tokens < STRIPE_TOKENS_MIN) {
                return;
            }
            stripeStep = Math.ceilDiv(tokens, Math.ceilDiv(tokens, most));
            stripesByTokens[stripeStep] = kernels.stripes(w.type(), stripeStep);
            int rest = tokens % stripeStep;
            if (rest > 0) {
                stripesByTokens[rest] = kernels.stripes(w.type(), rest);
            }
        }

        void multiply(int from, int to, int worker) {
            int first = from;
            Parameters p = parameters[worker];
            if (stripeStep > 0) {
                int stripes = (to - from) / InstructionSet.STRIPE_ROWS;
                p.set(8, stripeSums[worker].reserve(InstructionSet.SCRATCH_BYTES).address());
                for (int i = 0; i < stripes; i++) {
                    stripe(first, p);
                    first += InstructionSet.STRIPE_ROWS;
                }
            }
            if (first < to) {
                rows(first, to, p);
            }
        }

        private void stripe(int first, Parameters p) {
            for (int token = 0; token < tokens; token += stripeStep) {
                MachineCode code = stripesByTokens[Math.min(stripeStep, tokens - token)];
                if (code == null) {
                    throw new IllegalStateException("no stripes for %d tokens".formatted(tokens));
                }
                call(code, first, 1, token, p);
            }
        }

        private void rows(int from, int to, Parameters p) {
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
