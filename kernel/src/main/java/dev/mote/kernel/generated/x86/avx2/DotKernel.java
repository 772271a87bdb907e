package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of one to four tokens with quantised rows, in one pass over the rows.
 *
 * <p>32 values at a time: their dot products with each token are eight integers, four values each,
 * which are scaled by the products of weight and activation scales and added to eight running sums.
 * A row's result depends neither on the other rows nor on the other tokens.
 */
final class DotKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr BLOCKS = Gpr.R10;
    private static final Gpr ROWS = Gpr.R11;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr RECORD_BYTES = Gpr.R13;
    private static final Gpr RECORD_BYTES_3 = Gpr.R14;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;

    // Places in the first token's record.
    private static final Gpr VALUES = Gpr.RCX;
    private static final Gpr CORRECTIONS = Gpr.RBX;
    private static final Gpr SCALES = Gpr.RDX;
    private static final Gpr SUMS = Gpr.RBP;

    private static final Vec DOT = ymm(6);
    private static final Vec PRODUCT = ymm(7);
    private static final Vec MAGNITUDES = ymm(14);

    /** Where the record's places are kept while a row moves through it. */
    private static final Mem VALUES_START = Frame.local(0);

    private static final Mem CORRECTIONS_START = Frame.local(1);
    private static final Mem SCALES_START = Frame.local(2);
    private static final Mem SUMS_START = Frame.local(3);
    private static final Mem BLOCKS_START = Frame.local(4);

    /** Bytes that are asked for ahead of their use; the next rows follow at once. */
    private static final int PREFETCH_BYTES = 1024;

    private final Avx2Assembler a;
    private final ByteProducts products;
    private final Unpack unpack;
    private final int tokens;

    private DotKernel(Avx2Assembler a, ByteProducts products, Unpack unpack, int tokens) {
        this.a = a;
        this.products = products;
        this.unpack = unpack;
        this.tokens = tokens;
    }

    static byte[] emit(Avx2Assembler a, ByteProducts products, Unpack unpack, int tokens) {
        return new DotKernel(a, products, unpack, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        loadParameters();
        unpack.loadConstants(a);
        Label rowTop = new Label();
        a.bind(rowTop);
        a.mov(Unpack.SOURCE, ROW);
        a.mov(VALUES, VALUES_START);
        a.mov(CORRECTIONS, CORRECTIONS_START);
        a.mov(SCALES, SCALES_START);
        a.mov(SUMS, SUMS_START);
        a.mov(BLOCKS, BLOCKS_START);
        for (int token = 0; token < tokens; token++) {
            a.vpxor(ymm(token), ymm(token), ymm(token));
        }
        Frame.repeat(a, BLOCKS, this::block);
        storeSums();
        a.add(ROW, ROW_BYTES);
        a.sub(ROWS, 1);
        a.jcc(Condition.NOT_EQUAL, rowTop);
        Frame.leave(a);
        return a.finish();
    }

    private void loadParameters() {
        Frame.parameters(
                a, ROW, ROW_BYTES, ROWS, VALUES, RECORD_BYTES, BLOCKS, OUTPUT, OUTPUT_STRIDE);
        a.lea(RECORD_BYTES_3, Mem.at(RECORD_BYTES, RECORD_BYTES, 2, 0));
        a.mov(VALUES_START, VALUES);
        a.lea(Gpr.RDX, Mem.at(VALUES, BLOCKS, 1, 0));
        a.mov(CORRECTIONS_START, Gpr.RDX);
        a.add(Gpr.RDX, BLOCKS);
        a.mov(SCALES_START, Gpr.RDX);
        a.mov(Gpr.RAX, BLOCKS);
        a.shr(Gpr.RAX, 3);
        a.add(Gpr.RDX, Gpr.RAX);
        a.mov(SUMS_START, Gpr.RDX);
        a.shr(BLOCKS, Integer.numberOfTrailingZeros(unpack.blockValues));
        a.mov(BLOCKS_START, BLOCKS);
    }

    private void block() {
        for (int line = 0; line < unpack.blockBytes; line += 64) {
            a.prefetcht0(Mem.at(Unpack.SOURCE, PREFETCH_BYTES + line));
        }
        unpack.begin(a);
        if (unpack.minima) {
            minima();
        }
        for (int part = 0; part < unpack.parts(); part++) {
            part(part);
        }
        a.add(Unpack.SOURCE, unpack.blockBytes);
        a.add(VALUES, unpack.blockValues);
        a.add(CORRECTIONS, unpack.blockValues);
        a.add(SCALES, unpack.blockValues / 8);
        a.add(SUMS, unpack.blockValues / 4);
    }

    private void minima() {
        if (unpack.parts() == 1) {
            a.vmovq(DOT.x(), Unpack.MINIMA);
            for (int token = 0; token < tokens; token++) {
                a.vmovq(PRODUCT.x(), record(SUMS, token, 0));
                a.vfmadd231ps(ymm(token), DOT, PRODUCT);
            }
            return;
        }
        for (int half = 0; half < 2; half++) {
            a.vmovups(DOT, Unpack.MINIMA.plus(32 * half));
            for (int token = 0; token < tokens; token++) {
                a.vfmadd231ps(ymm(token), DOT, record(SUMS, token, 32 * half));
            }
        }
    }

    private void part(int part) {
        unpack.values(a, part);
        unpack.laneScales(a, part);
        Vec magnitudes = products.magnitudes(a, unpack.signed, Unpack.Q, MAGNITUDES);
        for (int token = 0; token < tokens; token++) {
            a.vmovdqu(DOT, record(CORRECTIONS, token, 32 * part));
            Mem activations = record(VALUES, token, 32 * part);
            products.add(a, unpack.signed, DOT, magnitudes, Unpack.Q, activations, PRODUCT);
            a.vcvtdq2ps(DOT, DOT);
            a.vbroadcastss(PRODUCT, record(SCALES, token, 4 * part));
            a.vmulps(PRODUCT, PRODUCT, Unpack.LANE_SCALES);
            a.vfmadd231ps(ymm(token), DOT, PRODUCT);
        }
    }

    /** A place in the record of a token. */
    private static Mem record(Gpr first, int token, int offset) {
        return switch (token) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, RECORD_BYTES, 1, offset);
            case 2 -> Mem.at(first, RECORD_BYTES, 2, offset);
            default -> Mem.at(first, RECORD_BYTES_3, 1, offset);
        };
    }

    private void storeSums() {
        a.mov(Gpr.RAX, OUTPUT);
        for (int token = 0; token < tokens; token++) {
            Frame.sumLanes(a, ymm(token), DOT);
            a.vmovd(Mem.at(Gpr.RAX), ymm(token));
            a.add(Gpr.RAX, OUTPUT_STRIDE);
        }
        a.add(OUTPUT, 4);
    }
}
