package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of one to four tokens with quantised rows, in one pass over the rows.
 *
 * <p>64 values at a time: their dot products with each token are 16 integers, four values each,
 * which are scaled by the products of weight and activation scales and added to 16 running sums. A
 * row's result depends neither on the other rows nor on the other tokens.
 */
final class DotKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr UNITS = Gpr.R10;
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

    private static final Vec DOT = zmm(14);
    private static final Vec PRODUCT = zmm(15);
    private static final Mask UPPER_LANES = Mask.K2;
    private static final Mask FOUR_LANES = Mask.K3;

    /** Where the record's places are kept while a row moves through it. */
    private static final Mem VALUES_START = Frame.local(0);

    private static final Mem CORRECTIONS_START = Frame.local(1);
    private static final Mem SCALES_START = Frame.local(2);
    private static final Mem SUMS_START = Frame.local(3);
    private static final Mem UNITS_START = Frame.local(4);
    private static final Mem PAIRS = Frame.local(5);
    private static final Mem LAST_BLOCKS = Frame.local(6);

    /**
     * How far ahead memory is asked for. The processor's own prefetching keeps up with formats of a
     * byte per value; those that need more work per byte gain a quarter from asking early, while
     * the same distance costs the larger ones as much.
     */
    private static final int PREFETCH_FAR = 3072;

    private static final int PREFETCH_NEAR = 256;

    /** Bytes of 256 values from which on a format counts as large. */
    private static final int LARGE_BYTES = 215;

    private final Avx512Assembler a = new Avx512Assembler();
    private final Unpack unpack;
    private final int tokens;

    private DotKernel(Unpack unpack, int tokens) {
        this.unpack = unpack;
        this.tokens = tokens;
    }

    static byte[] emit(Unpack unpack, int tokens) {
        return new DotKernel(unpack, tokens).emit();
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
        a.mov(UNITS, UNITS_START);
        for (int token = 0; token < tokens; token++) {
            a.vpxord(zmm(token), zmm(token), zmm(token));
        }
        Unpack rest = unpack.rest();
        if (unpack.unitValues > 64) {
            whileAny(() -> run(unpack));
        }
        if (rest.unitValues == 64) {
            a.mov(UNITS, PAIRS);
            rest.setPresent(a, 2);
            whileAny(() -> pair(rest, true));
            lastBlock(rest);
        }
        storeSums();
        a.add(ROW, ROW_BYTES);
        a.sub(ROWS, 1);
        a.jcc(Condition.NOT_EQUAL, rowTop);
        Frame.leave(a);
        return a.finish();
    }

    private void loadParameters() {
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, ROW_BYTES, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, VALUES, 3);
        Frame.parameter(a, RECORD_BYTES, 4);
        Frame.parameter(a, UNITS, 5);
        Frame.parameter(a, OUTPUT, 6);
        Frame.parameter(a, OUTPUT_STRIDE, 7);
        a.lea(RECORD_BYTES_3, Mem.at(RECORD_BYTES, RECORD_BYTES, 2, 0));

        // padded = columns, rounded up to a multiple of 256
        a.lea(Gpr.RAX, Mem.at(UNITS, 255));
        a.and(Gpr.RAX, -256);
        a.mov(VALUES_START, VALUES);
        a.lea(Gpr.RDX, Mem.at(VALUES, Gpr.RAX, 1, 0));
        a.mov(CORRECTIONS_START, Gpr.RDX);
        a.shr(Gpr.RAX, 3);
        a.lea(Gpr.RDX, Mem.at(Gpr.RDX, Gpr.RAX, 8, 0));
        a.mov(SCALES_START, Gpr.RDX); // 2 · padded
        a.add(Gpr.RDX, Gpr.RAX);
        a.mov(SUMS_START, Gpr.RDX); // 2 · padded + padded / 8

        a.mov(Gpr.RAX, UNITS);
        a.and(Gpr.RAX, 63);
        a.mov(LAST_BLOCKS, Gpr.RAX);
        a.mov(Gpr.RAX, UNITS);
        a.and(Gpr.RAX, unpack.unitValues > 64 ? unpack.unitValues - 1 : -1);
        a.shr(Gpr.RAX, 6);
        a.mov(PAIRS, Gpr.RAX);
        a.shr(UNITS, Integer.numberOfTrailingZeros(unpack.unitValues));
        a.mov(UNITS_START, UNITS);
        a.mov32(Gpr.RAX, 0xFF00);
        a.kmovw(UPPER_LANES, Gpr.RAX);
        a.mov32(Gpr.RAX, 0x000F);
        a.kmovw(FOUR_LANES, Gpr.RAX);
    }

    private void whileAny(Runnable unit) {
        Label none = new Label();
        a.test(UNITS, UNITS);
        a.jcc(Condition.EQUAL, none);
        Frame.repeat(a, UNITS, unit);
        a.bind(none);
    }

    /**
     * A single block at the end of a row: the record's padding makes the other one count nothing.
     */
    private void lastBlock(Unpack rest) {
        Label none = new Label();
        a.mov(Gpr.RAX, LAST_BLOCKS);
        a.test(Gpr.RAX, Gpr.RAX);
        a.jcc(Condition.EQUAL, none);
        rest.setPresent(a, 1);
        pair(rest, false);
        a.bind(none);
    }

    /** 256 values: their scales are multiplied with each token's at once. */
    private void run(Unpack unit) {
        prefetch(unit);
        unit.begin(a);
        for (int token = 0; token < tokens; token++) {
            if (unit.group == 32) {
                a.vmulps(factors(token).y(), Unpack.SCALES.y(), record(SCALES, token, 0));
            } else {
                a.vmovdqu32(PRODUCT, Unpack.lanes(a, 0, 2));
                a.vmovups(DOT.y(), record(SCALES, token, 0));
                a.vpermps(PRODUCT, PRODUCT, DOT);
                a.vmulps(factors(token), Unpack.SCALES, PRODUCT);
            }
            if (unit.minima) {
                a.vfmadd231ps(zmm(token), Unpack.MINIMA, record(SUMS, token, 0));
            }
        }
        int step = unit.nibbleWise() ? 128 : 64;
        for (int chunk = 0; chunk * step < unit.unitValues; chunk++) {
            unit.values(a, chunk);
            Vec index = unit.laneIndex(a, chunk);
            for (int token = 0; token < tokens; token++) {
                int offset = chunk * step;
                if (unit.zeroPoint == 0) {
                    a.vpxord(DOT, DOT, DOT);
                } else {
                    a.vmovdqu32(DOT, record(CORRECTIONS, token, offset));
                }
                a.vpdpbusd(DOT, Unpack.Q, record(VALUES, token, offset));
                if (unit.nibbleWise()) {
                    a.vpdpbusd(DOT, Unpack.MORE_Q, record(VALUES, token, offset + 64));
                }
                a.vcvtdq2ps(DOT, DOT);
                a.vpermps(PRODUCT, index, factors(token));
                a.vfmadd231ps(zmm(token), DOT, PRODUCT);
            }
        }
        advance(unit);
    }

    /** 64 values: two blocks, or the last one. */
    private void pair(Unpack unit, boolean both) {
        a.lea(Unpack.NEXT, Mem.at(Unpack.SOURCE, both ? unit.unitBytes / 2 : 0));
        prefetch(unit);
        unit.begin(a);
        unit.values(a, 0);
        for (int token = 0; token < tokens; token++) {
            a.vmovdqu32(DOT, record(CORRECTIONS, token, 0));
            a.vpdpbusd(DOT, Unpack.Q, record(VALUES, token, 0));
            a.vcvtdq2ps(DOT, DOT);
            a.vbroadcastss(PRODUCT, record(SCALES, token, 0));
            a.k(UPPER_LANES).vbroadcastss(PRODUCT, record(SCALES, token, 4));
            a.vmulps(PRODUCT, PRODUCT, Unpack.SCALES);
            a.vfmadd231ps(zmm(token), DOT, PRODUCT);
            if (unit.minima) {
                a.k(FOUR_LANES).vfmadd231ps(zmm(token), Unpack.MINIMA, record(SUMS, token, 0));
            }
        }
        advance(unit);
    }

    private void prefetch(Unpack unit) {
        boolean large = unit.unitBytes * 256 / unit.unitValues >= LARGE_BYTES;
        int distance = large ? PREFETCH_NEAR : PREFETCH_FAR;
        for (int line = 0; line < unit.unitBytes; line += 64) {
            a.prefetcht0(Mem.at(Unpack.SOURCE, distance + line));
        }
    }

    private void advance(Unpack unit) {
        a.add(Unpack.SOURCE, unit.unitBytes);
        a.add(VALUES, unit.unitValues);
        a.add(CORRECTIONS, unit.unitValues);
        a.add(SCALES, unit.unitValues / 8);
        if (unit.minima) {
            a.add(SUMS, unit.unitValues / 4);
        }
    }

    /** Weight scales times a token's. */
    private static Vec factors(int token) {
        return zmm(4 + token);
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
            Frame.sumLanes(a, zmm(token), DOT);
            a.vmovd(Mem.at(Gpr.RAX), zmm(token));
            if (token + 1 < tokens) {
                a.add(Gpr.RAX, OUTPUT_STRIDE);
            }
        }
        a.add(OUTPUT, 4);
    }
}
