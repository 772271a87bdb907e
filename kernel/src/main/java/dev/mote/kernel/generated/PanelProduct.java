package dev.mote.kernel.generated;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Products of many tokens: a thread unpacks some rows once to panels that stay in its level-2 cache
 * and multiplies them with all tokens, a few at a time.
 */
final class PanelProduct implements AutoCloseable {
    /** Tokens quantised at a time; bounds the scratch memory. */
    private static final int TOKENS_MAX = 512;

    /** Bytes of panels that share a pass over the tokens. */
    private static final long PANELS_BYTES_MAX = 512 * 1024;

    private static final int PANELS_MAX = 4;

    private final Workers workers;
    private final Workers.Work quantising = this::quantiseTokens;
    private final Workers.Work multiplying = this::multiplyBlocks;
    private final InstructionSet set;
    private final KernelTable kernels;
    private final Parameters[] parameters;
    private final Buffer lines = new Buffer();
    private final Buffer[] panels;
    private final @Nullable MachineCode[] gemms;

    // The current product.
    private @Nullable WeightMatrix w;
    private @Nullable MachineCode unpack;
    private @Nullable MachineCode quantise;
    private boolean plain;
    private int tokens;
    private int tileTokens;
    private int blockPanels;
    private long panelBytes;
    private long source;
    private long input;
    private long inputStride;
    private long output;
    private long outputStride;

    PanelProduct(
            Workers workers, InstructionSet set, KernelTable kernels, Parameters[] parameters) {
        this.workers = workers;
        this.set = set;
        this.kernels = kernels;
        this.parameters = parameters;
        panels = new Buffer[workers.count()];
        Arrays.setAll(panels, worker -> new Buffer());
        gemms = new MachineCode[Math.max(set.gemmTokensMax(), set.gemmFloatTokensMax()) + 1];
    }

    /** y = x · wᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix weights, FloatMatrix x, FloatMatrix y) {
        w = weights;
        plain = weights.type().blockSize() == 1;
        tileTokens = plain ? set.gemmFloatTokensMax() : set.gemmTokensMax();
        unpack = kernels.unpack(weights.type());
        quantise = kernels.quantiseLines();
        panelBytes = (set.panelBytes(weights.type(), weights.columns()) + 63) / 64 * 64;
        int panelCount = (weights.rows() + set.panelRows() - 1) / set.panelRows();
        blockPanels =
                Math.clamp(
                        Math.min(
                                PANELS_BYTES_MAX / panelBytes, panelCount / (4L * workers.count())),
                        1,
                        PANELS_MAX);
        outputStride = y.columns() * 4L;
        try {
            for (int from = 0; from < x.rows(); from += TOKENS_MAX) {
                tokens = Math.min(TOKENS_MAX, x.rows() - from);
                output = y.segment().address() + from * outputStride;
                prepareTokens(x.segment().address() + from * 4L * weights.columns());
                prepareKernels(weights);
                workers.run(multiplying, (panelCount + blockPanels - 1) / blockPanels, 1);
            }
        } finally {
            w = null;
        }
    }

    private void prepareTokens(long address) {
        WeightMatrix weights = current();
        if (plain) {
            input = address;
            inputStride = weights.columns() * 4L;
        } else {
            source = address;
            inputStride = set.lineBytes(weights.columns());
            input = lines.reserve(tokens * inputStride).address();
            workers.run(quantising, tokens, 8);
        }
    }

    private void prepareKernels(WeightMatrix weights) {
        int last = tokens % tileTokens;
        if (last > 0) {
            gemms[last] = gemm(weights, last);
        }
        if (tokens >= tileTokens) {
            gemms[tileTokens] = gemm(weights, tileTokens);
        }
    }

    private MachineCode gemm(WeightMatrix weights, int count) {
        return plain ? kernels.gemmFloat(count) : kernels.gemm(weights.type(), count);
    }

    private WeightMatrix current() {
        if (w == null) {
            throw new IllegalStateException("no product is under way");
        }
        return w;
    }

    private static MachineCode present(@Nullable MachineCode code) {
        if (code == null) {
            throw new IllegalStateException("a kernel was not made");
        }
        return code;
    }

    private void quantiseTokens(int from, int to, int worker) {
        WeightMatrix weights = current();
        MachineCode code = present(quantise);
        Parameters p = parameters[worker];
        p.set(1, weights.columns());
        p.set(3, set.zeroPoint(weights.type()));
        for (int token = from; token < to; token++) {
            p.set(0, source + token * 4L * weights.columns());
            p.set(2, input + token * inputStride);
            code.call(p.address());
        }
    }

    private void multiplyBlocks(int from, int to, int worker) {
        WeightMatrix weights = current();
        long scratch =
                panels[worker]
                        .reserve(blockPanels * panelBytes + InstructionSet.SCRATCH_BYTES)
                        .address();
        for (int block = from; block < to; block++) {
            int first = block * blockPanels * set.panelRows();
            int end = Math.min(weights.rows(), first + blockPanels * set.panelRows());
            unpackRows(weights, first, end, scratch, parameters[worker]);
            multiplyPanels(weights, first, end, scratch, parameters[worker]);
        }
    }

    private void unpackRows(WeightMatrix weights, int first, int end, long scratch, Parameters p) {
        MachineCode code = present(unpack);
        int step = set.panelRows();
        p.set(1, weights.rowBytes());
        p.set(3, weights.columns());
        p.set(5, scratch + blockPanels * panelBytes);
        for (int row = first; row < end; row += step) {
            p.set(0, weights.data().address() + row * weights.rowBytes());
            p.set(2, Math.min(step, end - row));
            p.set(4, scratch + (row - first) / step * panelBytes);
            code.call(p.address());
        }
    }

    private void multiplyPanels(
            WeightMatrix weights, int first, int end, long scratch, Parameters p) {
        int step = set.panelRows();
        p.set(1, weights.columns());
        p.set(3, inputStride);
        p.set(5, outputStride);
        int tilesMax = plain ? 1 : set.gemmTilesMax();
        int token = 0;
        while (token < tokens) {
            int tile = Math.min(tileTokens, tokens - token);
            int tiles = Math.min(tilesMax, (tokens - token) / tile);
            MachineCode code = present(gemms[tile]);
            p.set(2, input + token * inputStride);
            p.set(7, tiles);
            for (int row = first; row < end; row += step) {
                p.set(0, scratch + (row - first) / step * panelBytes);
                p.set(4, output + token * outputStride + row * 4L);
                p.set(6, Math.min(step, end - row));
                code.call(p.address());
            }
            token += tile * tiles;
        }
    }

    @Override
    public void close() {
        lines.close();
        for (Buffer each : panels) {
            each.close();
        }
    }
}
