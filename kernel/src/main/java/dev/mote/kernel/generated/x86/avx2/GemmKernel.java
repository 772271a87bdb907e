package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of up to three tokens with a panel of 16 rows, lanes being rows.
 *
 * <p>A group's products are summed as integers, with the correction for the weights' zero point;
 * then they are scaled and added to the running sums. Where a whole group fits words it is summed
 * in words and widened once. Three tokens by two registers of integers and two of floats leave four
 * registers.
 */
final class GemmKernel {
    static final int TOKENS_MAX = 3;

    private static final Gpr PANEL = Gpr.RSI;
    private static final Gpr STEPS = Gpr.R8;
    private static final Gpr LINES = Gpr.RCX;
    private static final Gpr LINE_STRIDE = Gpr.R13;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Gpr ROWS = Gpr.RDX;
    private static final Vec WEIGHTS = ymm(12);
    private static final Vec MORE_WEIGHTS = ymm(13);
    private static final Vec ACTIVATION = ymm(14);
    private static final Vec TEMP = ymm(15);

    private final Avx2Assembler a;
    private final ByteProducts products;
    private final Unpack unpack;
    private final int group;
    private final int tokens;

    private GemmKernel(Avx2Assembler a, ByteProducts products, Unpack unpack, int tokens) {
        this.a = a;
        this.products = products;
        this.unpack = unpack;
        group = unpack.group;
        this.tokens = tokens;
    }

    static byte[] emit(Avx2Assembler a, ByteProducts products, Unpack unpack, int tokens) {
        return new GemmKernel(a, products, unpack, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, PANEL, STEPS, LINES, LINE_STRIDE, OUTPUT, OUTPUT_STRIDE, ROWS);
        a.shr(STEPS, 5);
        for (int token = 0; token < tokens; token++) {
            for (int half = 0; half < 2; half++) {
                a.vpxor(sums(token, half), sums(token, half), sums(token, half));
            }
        }
        Frame.repeat(a, STEPS, this::step);
        Panel.masks(a, ROWS, Gpr.RAX, WEIGHTS, MORE_WEIGHTS);
        for (int token = 0; token < tokens; token++) {
            a.vmaskmovps(Mem.at(OUTPUT), WEIGHTS, sums(token, 0));
            a.vmaskmovps(Mem.at(OUTPUT, 32), MORE_WEIGHTS, sums(token, 1));
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
        Frame.leave(a);
        return a.finish();
    }

    /** 32 columns: one group, or two of 16. */
    private void step() {
        int groupBytes = Panel.groupBytes(unpack);
        for (int part = 0; part < 32 / group; part++) {
            if (products.groupFitsWords(unpack)) {
                wordProducts(part, part * groupBytes);
            } else {
                products(part, part * groupBytes);
            }
            scale(part * groupBytes + group / 4 * Panel.STEP_BYTES);
            if (unpack.minima) {
                minima(part, part * groupBytes + (group / 4 + 1) * Panel.STEP_BYTES);
            }
        }
        a.add(PANEL, 32 / group * groupBytes);
        a.add(LINES, QuantiseKernel.LINE_BYTES);
    }

    private Mem correction(int token, int part) {
        return line(
                token,
                group == 32
                        ? QuantiseKernel.LINE_CORRECTION
                        : QuantiseKernel.LINE_HALF_CORRECTIONS + 4 * part);
    }

    private void loadWeights(int offset) {
        a.vmovdqu(WEIGHTS, Mem.at(PANEL, offset));
        a.vmovdqu(MORE_WEIGHTS, Mem.at(PANEL, offset + 32));
    }

    private void products(int part, int panel) {
        for (int token = 0; token < tokens; token++) {
            a.vpbroadcastd(integers(token, 0), correction(token, part));
            a.vmovdqu(integers(token, 1), integers(token, 0));
        }
        for (int quad = 0; quad < group / 4; quad++) {
            int offset = panel + quad * Panel.STEP_BYTES;
            if (unpack.signed) {
                a.vpabsb(WEIGHTS, Mem.at(PANEL, offset));
                a.vpabsb(MORE_WEIGHTS, Mem.at(PANEL, offset + 32));
            } else {
                loadWeights(offset);
            }
            for (int token = 0; token < tokens; token++) {
                a.vpbroadcastd(ACTIVATION, line(token, part * 16 + 4 * quad));
                add(integers(token, 0), WEIGHTS, offset);
                add(integers(token, 1), MORE_WEIGHTS, offset + 32);
            }
        }
    }

    private void add(Vec sum, Vec weights, int offset) {
        if (products == ByteProducts.DOT) {
            a.vpdpbusd(sum, weights, ACTIVATION);
            return;
        }
        if (unpack.signed) {
            a.vpsignb(TEMP, ACTIVATION, Mem.at(PANEL, offset));
            a.vpmaddubsw(TEMP, weights, TEMP);
        } else {
            a.vpmaddubsw(TEMP, weights, ACTIVATION);
        }
        ByteProducts.widen(a, sum, TEMP);
    }

    private void wordProducts(int part, int panel) {
        for (int quad = 0; quad < group / 4; quad++) {
            loadWeights(panel + quad * Panel.STEP_BYTES);
            for (int token = 0; token < tokens; token++) {
                a.vpbroadcastd(ACTIVATION, line(token, part * 16 + 4 * quad));
                for (int half = 0; half < 2; half++) {
                    Vec sum = integers(token, half);
                    Vec weights = half == 0 ? WEIGHTS : MORE_WEIGHTS;
                    if (quad == 0) {
                        a.vpmaddubsw(sum, weights, ACTIVATION);
                    } else {
                        a.vpmaddubsw(TEMP, weights, ACTIVATION);
                        a.vpaddw(sum, sum, TEMP);
                    }
                }
            }
        }
        for (int token = 0; token < tokens; token++) {
            a.vpbroadcastd(ACTIVATION, correction(token, part));
            for (int half = 0; half < 2; half++) {
                Vec sum = integers(token, half);
                a.vpmaddwd(sum, sum, Constants.words(a, 1));
                a.vpaddd(sum, sum, ACTIVATION);
            }
        }
    }

    private void scale(int scales) {
        loadWeights(scales);
        for (int token = 0; token < tokens; token++) {
            a.vbroadcastss(ACTIVATION, line(token, QuantiseKernel.LINE_SCALE));
            for (int half = 0; half < 2; half++) {
                Vec sum = integers(token, half);
                a.vcvtdq2ps(sum, sum);
                a.vmulps(TEMP, half == 0 ? WEIGHTS : MORE_WEIGHTS, ACTIVATION);
                a.vfmadd231ps(sums(token, half), sum, TEMP);
            }
        }
    }

    private void minima(int part, int minima) {
        loadWeights(minima);
        int sum = group == 32 ? QuantiseKernel.LINE_SUM : QuantiseKernel.LINE_HALF_SUMS + 4 * part;
        for (int token = 0; token < tokens; token++) {
            a.vbroadcastss(ACTIVATION, line(token, sum));
            a.vfmadd231ps(sums(token, 0), WEIGHTS, ACTIVATION);
            a.vfmadd231ps(sums(token, 1), MORE_WEIGHTS, ACTIVATION);
        }
    }

    private static Vec integers(int token, int half) {
        return ymm(2 * token + half);
    }

    private static Vec sums(int token, int half) {
        return ymm(6 + 2 * token + half);
    }

    private static Mem line(int token, int offset) {
        return switch (token) {
            case 0 -> Mem.at(LINES, offset);
            case 1 -> Mem.at(LINES, LINE_STRIDE, 1, offset);
            default -> Mem.at(LINES, LINE_STRIDE, 2, offset);
        };
    }
}
