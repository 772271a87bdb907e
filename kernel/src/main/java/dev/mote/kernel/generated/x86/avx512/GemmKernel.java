package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of up to six tokens with a panel of 32 rows, lanes being rows.
 *
 * <p>A group's products are summed as integers, starting with the correction for the weights' zero
 * point; then they are scaled and added to the running sums. For 32 columns and a token: 16 dot
 * products, two conversions, two products of scales, two additions; more tokens than six would need
 * more than the 32 registers.
 */
final class GemmKernel {
    static final int TOKENS_MAX = 6;

    /** Keeps the activations of one call in the level-2 cache for the next panel. */
    static final int TILES_MAX = 8;

    private static final Gpr PANEL = Gpr.RSI;
    private static final Gpr STEPS = Gpr.R8;
    private static final Gpr STEPS_START = Gpr.R9;
    private static final Gpr PANEL_START = Gpr.R10;
    private static final Gpr TILES = Gpr.R11;
    private static final Gpr NEXT_TILE = Gpr.R14;
    private static final Gpr LINES = Gpr.RCX;
    private static final Gpr LINES_3 = Gpr.RBX;
    private static final Gpr LINE_STRIDE = Gpr.R13;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Vec WEIGHTS = zmm(24);
    private static final Vec MORE_WEIGHTS = zmm(25);
    private static final Vec ACTIVATION = zmm(26);
    private static final Vec SCALES = zmm(27);
    private static final Vec MORE_SCALES = zmm(28);
    private static final Vec PRODUCT = zmm(29);
    private static final Vec MORE_PRODUCT = zmm(30);
    private static final int PANEL_ROW_BYTES = 128;

    private final Avx512Assembler a = new Avx512Assembler();
    private final int group;
    private final boolean minima;
    private final int tokens;

    private GemmKernel(int group, boolean minima, int tokens) {
        this.group = group;
        this.minima = minima;
        this.tokens = tokens;
    }

    static byte[] emit(int group, boolean minima, int tokens) {
        return new GemmKernel(group, minima, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, PANEL, 0);
        Frame.parameter(a, STEPS, 1);
        Frame.parameter(a, LINES, 2);
        Frame.parameter(a, LINE_STRIDE, 3);
        Frame.parameter(a, OUTPUT, 4);
        Frame.parameter(a, OUTPUT_STRIDE, 5);
        Frame.parameter(a, Gpr.RAX, 6);
        PanelStore.masks(a, Gpr.RAX);
        Frame.parameter(a, TILES, 7);
        a.shr(STEPS, 5);
        a.mov(STEPS_START, STEPS);
        a.mov(PANEL_START, PANEL);
        // From the end of a tile's first line to the beginning of the next tile's.
        a.imul(NEXT_TILE, LINE_STRIDE, tokens);
        a.mov(Gpr.RAX, STEPS);
        a.shl(Gpr.RAX, 6);
        a.sub(NEXT_TILE, Gpr.RAX);
        Frame.repeat(a, TILES, this::tile);
        Frame.leave(a);
        return a.finish();
    }

    private void tile() {
        a.lea(LINES_3, Mem.at(LINE_STRIDE, LINE_STRIDE, 2, 0));
        a.add(LINES_3, LINES);
        for (int i = 0; i < 2 * tokens; i++) {
            a.vpxord(zmm(12 + i), zmm(12 + i), zmm(12 + i));
        }
        Frame.repeat(a, STEPS, this::step);
        for (int token = 0; token < tokens; token++) {
            PanelStore.row(a, OUTPUT, sums(token, 0), sums(token, 1));
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
        a.mov(STEPS, STEPS_START);
        a.mov(PANEL, PANEL_START);
        a.add(LINES, NEXT_TILE);
    }

    /** 32 columns: one group, or two of 16. */
    private void step() {
        int groupBytes = UnpackKernel.ROWS * (group + 4 + (minima ? 4 : 0));
        for (int part = 0; part < 32 / group; part++) {
            group(part, part * groupBytes);
        }
        a.add(PANEL, 32 / group * groupBytes);
        a.add(LINES, 64);
        a.add(LINES_3, 64);
    }

    private void group(int part, int panel) {
        int correction = group == 32 ? 32 : 36 + 4 * part;
        int sum = group == 32 ? 48 : 52 + 4 * part;
        for (int token = 0; token < tokens; token++) {
            a.vpbroadcastd(integers(token, 0), line(token, correction));
            a.vmovdqu64(integers(token, 1), integers(token, 0));
        }
        for (int quad = 0; quad < group / 4; quad++) {
            a.vmovdqu32(WEIGHTS, Mem.at(PANEL, panel + quad * PANEL_ROW_BYTES));
            a.vmovdqu32(MORE_WEIGHTS, Mem.at(PANEL, panel + quad * PANEL_ROW_BYTES + 64));
            for (int token = 0; token < tokens; token++) {
                a.vpbroadcastd(ACTIVATION, line(token, part * 16 + 4 * quad));
                a.vpdpbusd(integers(token, 0), WEIGHTS, ACTIVATION);
                a.vpdpbusd(integers(token, 1), MORE_WEIGHTS, ACTIVATION);
            }
        }
        int scales = panel + group / 4 * PANEL_ROW_BYTES;
        a.vmovups(SCALES, Mem.at(PANEL, scales));
        a.vmovups(MORE_SCALES, Mem.at(PANEL, scales + 64));
        for (int token = 0; token < tokens; token++) {
            a.vbroadcastss(ACTIVATION, line(token, 44));
            a.vcvtdq2ps(integers(token, 0), integers(token, 0));
            a.vcvtdq2ps(integers(token, 1), integers(token, 1));
            a.vmulps(PRODUCT, SCALES, ACTIVATION);
            a.vmulps(MORE_PRODUCT, MORE_SCALES, ACTIVATION);
            a.vfmadd231ps(sums(token, 0), integers(token, 0), PRODUCT);
            a.vfmadd231ps(sums(token, 1), integers(token, 1), MORE_PRODUCT);
        }
        if (minima) {
            a.vmovups(SCALES, Mem.at(PANEL, scales + 128));
            a.vmovups(MORE_SCALES, Mem.at(PANEL, scales + 192));
            for (int token = 0; token < tokens; token++) {
                a.vbroadcastss(ACTIVATION, line(token, sum));
                a.vfmadd231ps(sums(token, 0), SCALES, ACTIVATION);
                a.vfmadd231ps(sums(token, 1), MORE_SCALES, ACTIVATION);
            }
        }
    }

    private static Vec integers(int token, int half) {
        return zmm(2 * token + half);
    }

    private static Vec sums(int token, int half) {
        return zmm(12 + 2 * token + half);
    }

    private static Mem line(int token, int offset) {
        Gpr first = token < 3 ? LINES : LINES_3;
        return switch (token % 3) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, LINE_STRIDE, 1, offset);
            default -> Mem.at(first, LINE_STRIDE, 2, offset);
        };
    }

    /** Stores the results of up to 32 rows of one token. */
    static final class PanelStore {
        private PanelStore() {}

        /** K1 and K2 = the lowest {@code rows} of 32 bits; overwrites RDX. */
        static void masks(Avx512Assembler a, Gpr rows) {
            a.mov(Gpr.RDX, -1L);
            a.bzhi(Gpr.RDX, Gpr.RDX, rows);
            a.kmovw(Mask.K1, Gpr.RDX);
            a.shr(Gpr.RDX, 16);
            a.kmovw(Mask.K2, Gpr.RDX);
        }

        static void row(Avx512Assembler a, Gpr output, Vec first, Vec second) {
            a.k(Mask.K1).vmovups(Mem.at(output), first);
            a.k(Mask.K2).vmovups(Mem.at(output, 64), second);
        }
    }
}
