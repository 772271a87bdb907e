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
    private final Buffer[] panels;

    /** As many as the largest operation had matrices; the others are left from it. */
    private final List<Part> parts = new ArrayList<>();

    private int partCount;
    private @Nullable Part quantised;

    PanelProduct(
            Workers workers, InstructionSet set, KernelTable kernels, Parameters[] parameters) {
        this.workers = workers;
        this.set = set;
        this.kernels = kernels;
        this.parameters = parameters;
        panels = new Buffer[workers.count()];
        Arrays.setAll(panels, worker -> new Buffer());
    }

    /** y[i] = x · w[i]ᵀ; shapes are checked by the caller. */
    void multiply(WeightMatrix[] w, FloatMatrix x, FloatMatrix[] y) {
        partCount = w.length;
        while (parts.size() < partCount) {
            parts.add(new Part());
        }
        try {
            int blocks = 0;
            for (int i = 0; i < partCount; i++) {
                blocks = parts.get(i).begin(w[i], blocks);
            }
            for (int from = 0; from < x.rows(); from += TOKENS_MAX) {
                int tokens = Math.min(TOKENS_MAX, x.rows() - from);
                for (int i = 0; i < partCount; i++) {
                    parts.get(i).take(x, y[i], from, tokens, i);
                }
                workers.run(multiplying, blocks, 1);
            }
        } finally {
            for (int i = 0; i < partCount; i++) {
                parts.get(i).weights = null;
            }
        }
    }

    private void quantiseTokens(int from, int to, int worker) {
        present(quantised).quantise(from, to, parameters[worker]);
    }

    /** Blocks are counted through all matrices. */
    private void multiplyBlocks(int from, int to, int worker) {
        for (int i = 0; i < partCount; i++) {
            Part part = parts.get(i);
            int end = Math.min(to, part.endBlock);
            for (int block = Math.max(from, part.firstBlock); block < end; block++) {
                part.multiply(block - part.firstBlock, worker);
            }
        }
    }

    private static <T> T present(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("no product is under way");
        }
        return thing;
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.lines.close();
        }
        for (Buffer each : panels) {
            each.close();
        }
    }

    /** The product with one of the matrices. */
    private final class Part {
        private final Buffer lines = new Buffer();
        private final @Nullable MachineCode[] gemms =
                new MachineCode[Math.max(set.gemmTokensMax(), set.gemmFloatTokensMax()) + 1];
        private @Nullable WeightMatrix weights;
        private @Nullable MachineCode unpack;
        private @Nullable MachineCode quantise;
        private boolean plain;
        private int tileTokens;
        private int blockPanels;
        private long panelBytes;
        private int firstBlock;
        private int endBlock;

        // The tokens at hand.
        private int tokens;
        private long source;
        private long input;
        private long inputStride;
        private long output;
        private long outputStride;

        /** Returns the end of this part's blocks. */
        int begin(WeightMatrix w, int block) {
            weights = w;
            plain = w.type().blockSize() == 1;
            tileTokens = plain ? set.gemmFloatTokensMax() : set.gemmTokensMax();
            unpack = kernels.unpack(w.type());
            quantise = kernels.quantiseLines();
            panelBytes = (set.panelBytes(w.type(), w.columns()) + 63) / 64 * 64;
            int panelCount = (w.rows() + set.panelRows() - 1) / set.panelRows();
            blockPanels =
                    Math.clamp(
                            Math.min(
                                    PANELS_BYTES_MAX / panelBytes,
                                    panelCount / (4L * workers.count())),
                            1,
                            PANELS_MAX);
            firstBlock = block;
            endBlock = Math.addExact(block, (panelCount + blockPanels - 1) / blockPanels);
            return endBlock;
        }

        /** Takes the next tokens up. */
        void take(FloatMatrix x, FloatMatrix y, int from, int count, int part) {
            WeightMatrix w = present(weights);
            tokens = count;
            outputStride = y.columns() * 4L;
            output = y.segment().address() + from * outputStride;
            source = x.segment().address() + from * 4L * w.columns();
            int last = tokens % tileTokens;
            if (last > 0) {
                gemms[last] = gemm(w, last);
            }
            if (tokens >= tileTokens) {
                gemms[tileTokens] = gemm(w, tileTokens);
            }
            if (plain) {
                input = source;
                inputStride = w.columns() * 4L;
                return;
            }
            inputStride = set.lineBytes(w.columns());
            for (int i = 0; i < part; i++) {
                if (parts.get(i).readsTheSameAs(w)) {
                    input = parts.get(i).input;
                    return;
                }
            }
            input = lines.reserve(tokens * inputStride).address();
            quantised = this;
            workers.run(quantising, tokens, 8);
        }

        private boolean readsTheSameAs(WeightMatrix other) {
            return !plain && set.zeroPoint(present(weights).type()) == set.zeroPoint(other.type());
        }

        private MachineCode gemm(WeightMatrix w, int count) {
            return plain ? kernels.gemmFloat(count) : kernels.gemm(w.type(), count);
        }

        void quantise(int from, int to, Parameters p) {
            WeightMatrix w = present(weights);
            p.set(1, w.columns());
            p.set(3, set.zeroPoint(w.type()));
            for (int token = from; token < to; token++) {
                p.set(0, source + token * 4L * w.columns());
                p.set(2, input + token * inputStride);
                present(quantise).call(p.address());
            }
        }

        void multiply(int block, int worker) {
            WeightMatrix w = present(weights);
            long scratch =
                    panels[worker]
                            .reserve(blockPanels * panelBytes + InstructionSet.SCRATCH_BYTES)
                            .address();
            int first = block * blockPanels * set.panelRows();
            int end = Math.min(w.rows(), first + blockPanels * set.panelRows());
            unpackRows(w, first, end, scratch, parameters[worker]);
            multiplyPanels(w, first, end, scratch, parameters[worker]);
        }

        private void unpackRows(WeightMatrix w, int first, int end, long scratch, Parameters p) {
            MachineCode code = present(unpack);
            int step = set.panelRows();
            p.set(1, w.rowBytes());
            p.set(3, w.columns());
            p.set(5, scratch + blockPanels * panelBytes);
            for (int row = first; row < end; row += step) {
                p.set(0, w.data().address() + row * w.rowBytes());
                p.set(2, Math.min(step, end - row));
                p.set(4, scratch + (row - first) / step * panelBytes);
                code.call(p.address());
            }
        }

        private void multiplyPanels(
                WeightMatrix w, int first, int end, long scratch, Parameters p) {
            int step = set.panelRows();
            p.set(1, w.columns());
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
    }
}
