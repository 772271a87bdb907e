package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

/** Products of few tokens: one pass over the rows where they lie for each four of them. */
final class RowProduct implements AutoCloseable {
    /** Rows of the last and smallest steps. */
    private static final int ROWS_MIN = 16;

    private final Workers workers;
    private final Workers.Work multiplying = this::multiplyRows;
    private final InstructionSet set;
    private final KernelTable kernels;
    private final Parameters[] parameters;
    private final Buffer records = new Buffer();

    // The current product.
    private @Nullable WeightMatrix w;
    private @Nullable MachineCode kernel;
    private long input;
    private long inputStride;
    private long output;
    private long outputStride;

    RowProduct(Workers workers, InstructionSet set, KernelTable kernels, Parameters[] parameters) {
        this.workers = workers;
        this.set = set;
        this.kernels = kernels;
        this.parameters = parameters;
    }

    /** y = x · wᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix weights, FloatMatrix x, FloatMatrix y) {
        int columns = weights.columns();
        boolean plain = weights.type().blockSize() == 1;
        inputStride = plain ? columns * 4L : set.recordBytes(columns);
        outputStride = y.columns() * 4L;
        input = plain ? x.segment().address() : quantise(weights, x);
        output = y.segment().address();
        w = weights;
        try {
            for (int token = 0; token < x.rows(); token += KernelTable.DOT_TOKENS_MAX) {
                int tokens = Math.min(KernelTable.DOT_TOKENS_MAX, x.rows() - token);
                kernel = kernels.dot(weights.type(), tokens);
                workers.run(multiplying, weights.rows(), ROWS_MIN);
                input += tokens * inputStride;
                output += tokens * outputStride;
            }
        } finally {
            w = null;
        }
    }

    private long quantise(WeightMatrix weights, FloatMatrix x) {
        long address = records.reserve(x.rows() * inputStride).address();
        MachineCode quantise = kernels.quantise();
        Parameters p = parameters[0];
        p.set(1, weights.columns());
        p.set(3, set.zeroPoint(weights.type()));
        p.set(4, set.nibbleWise(weights.type()) ? 1 : 0);
        for (int token = 0; token < x.rows(); token++) {
            p.set(0, x.segment().address() + token * 4L * weights.columns());
            p.set(2, address + token * inputStride);
            quantise.call(p.address());
        }
        return address;
    }

    private void multiplyRows(int from, int to, int worker) {
        WeightMatrix weights = w;
        MachineCode code = kernel;
        if (weights == null || code == null) {
            throw new IllegalStateException("no product is under way");
        }
        Parameters p = parameters[worker];
        p.set(0, weights.data().address() + from * weights.rowBytes());
        p.set(1, weights.rowBytes());
        p.set(2, to - from);
        p.set(3, input);
        p.set(4, inputStride);
        p.set(5, weights.columns());
        p.set(6, output + from * 4L);
        p.set(7, outputStride);
        code.call(p.address());
    }

    @Override
    public void close() {
        records.close();
    }
}
