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
 * Quantises a row of activations: 32 columns share a scale, their largest magnitude / 127.
 *
 * <p>Two layouts. A record, for products with few tokens, where padded is the number of columns
 * rounded up to a multiple of 256, or of 512 where it is arranged by lanes:
 *
 * <ul>
 *   <li>int8[padded] q
 *   <li>int32[padded / 4] −zero point · sum of 4 q
 *   <li>f32[padded / 32] scales
 *   <li>f32[padded / 16] scale · sum of 16 q
 * </ul>
 *
 * Where it is asked for, whole runs of 256 columns of a record are arranged by nibbles: of each 128
 * values the first 16 of all four groups come before the second 16, and what belongs to four values
 * of either is added up, at the place of the first.
 *
 * <p>Or each 512 columns by lanes, 16 groups of 32 values: first values 0 … 3 of all groups, then
 * 16 … 19, 4 … 7, 20 … 23 and so on, group 4c + i at lane 4i + c. There is one correction for each
 * group, 64 bytes for each 512 columns from the first on; corrections and scales are at the same
 * lanes.
 *
 * <p>Lines, for panels: 64 bytes for each 32 columns, padded to 64 columns: int8[32] q; int32 −zero
 * point · sum of all q; the same of each half; f32 scale; f32 scale · sum of all q; the same of
 * each half.
 *
 * <p>Magnitudes are compared as integers, so an infinity or NaN wins and makes the scale, and with
 * it every product, infinite or NaN. Where all magnitudes are below 2^-120 the scale is 0.
 */
final class QuantiseKernel {
    static final int BY_NIBBLES = 1;
    static final int BY_LANES = 2;

    private static final Gpr INPUT = Gpr.RSI;
    private static final Gpr LEFT = Gpr.RCX;
    private static final Gpr CHUNKS = Gpr.R8;
    private static final Gpr VALUES = Gpr.R9;
    private static final Gpr CORRECTIONS = Gpr.R10;
    private static final Gpr SCALES = Gpr.R11;
    private static final Gpr SUMS = Gpr.RDX;
    private static final Gpr RUNS = Gpr.R12;
    private static final Gpr RUNS_COLUMNS = Gpr.R13;
    private static final Gpr VALUES_START = Gpr.R14;
    private static final Gpr CORRECTIONS_START = Gpr.R15;
    private static final Gpr SCALES_START = Gpr.RBP;
    private static final Vec ZERO_POINTS = zmm(31);
    private static final Vec ONES = zmm(30);
    private static final Vec MAGNITUDE = zmm(29);
    private static final Vec LARGEST = zmm(28);
    private static final Vec SMALLEST_BITS = zmm(27);
    private static final Vec ZERO = zmm(26);
    private static final int SMALLEST = (127 - 120) << 23;

    private final Avx512Assembler a = new Avx512Assembler();
    private final boolean lines;

    private QuantiseKernel(boolean lines) {
        this.lines = lines;
    }

    static byte[] emit(boolean lines) {
        return new QuantiseKernel(lines).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, INPUT, 0);
        Frame.parameter(a, LEFT, 1);
        Frame.parameter(a, VALUES, 2);
        Frame.parameter(a, Gpr.RAX, 3);
        a.vpbroadcastb(ZERO_POINTS, Gpr.RAX);
        a.vmovdqu8(ONES, Unpack.bytes(a, 1));
        a.vpbroadcastd(MAGNITUDE, Mem.at(a.code().constant(0x7FFF_FFFF)));
        a.vbroadcastss(LARGEST, Mem.at(a.code().constant(127f)));
        a.vpbroadcastd(SMALLEST_BITS, Mem.at(a.code().constant(SMALLEST)));
        a.vpxord(ZERO, ZERO, ZERO);
        laneMask(Mask.K5, 0x1111);
        laneMask(Mask.K6, 0x0101);
        laneMask(Mask.K7, 0xFF00);
        if (lines) {
            a.lea(CHUNKS, Mem.at(LEFT, 63));
            a.shr(CHUNKS, 6);
        } else {
            Frame.parameter(a, RUNS, 4);
            a.lea(CHUNKS, Mem.at(LEFT, 255));
            a.shr(CHUNKS, 8);
            a.mov(Gpr.RAX, CHUNKS); // one more where they are odd and arranged by lanes
            a.and(Gpr.RAX, 1);
            a.mov(Gpr.RBX, RUNS);
            a.shr(Gpr.RBX, 1);
            a.imul(Gpr.RAX, Gpr.RBX);
            a.add(CHUNKS, Gpr.RAX);
            a.shl(CHUNKS, 8);
            a.lea(CORRECTIONS, Mem.at(VALUES, CHUNKS, 1, 0));
            a.mov(Gpr.RAX, CHUNKS);
            a.shr(Gpr.RAX, 3);
            a.lea(SCALES, Mem.at(CORRECTIONS, CHUNKS, 1, 0));
            a.lea(SUMS, Mem.at(SCALES, Gpr.RAX, 1, 0));
            a.shr(CHUNKS, 6);
        }
        a.mov(RUNS_COLUMNS, LEFT);
        a.mov(VALUES_START, VALUES);
        a.mov(CORRECTIONS_START, CORRECTIONS);
        a.mov(SCALES_START, SCALES);
        Frame.repeat(a, CHUNKS, this::chunk);
        if (!lines) {
            arrange();
        }
        Frame.leave(a);
        return a.finish();
    }

    private void arrange() {
        Label none = new Label();
        Label byNibbles = new Label();
        a.test(RUNS, RUNS);
        a.jcc(Condition.EQUAL, none);
        a.cmp(RUNS, BY_LANES);
        a.jcc(Condition.LESS, byNibbles);
        byLanes();
        a.jmp(none);
        a.bind(byNibbles);
        byNibbles(none);
        a.bind(none);
    }

    /** Whole runs of 256 columns. */
    private void byNibbles(Label none) {
        a.mov(RUNS, RUNS_COLUMNS);
        a.shr(RUNS, 8);
        a.jcc(Condition.EQUAL, none);
        a.add(RUNS, RUNS);
        Frame.repeat(
                a,
                RUNS,
                () -> {
                    byHalves(VALUES_START);
                    a.vmovdqu32(Mem.at(VALUES_START), zmm(2));
                    a.vmovdqu32(Mem.at(VALUES_START, 64), zmm(3));
                    byHalves(CORRECTIONS_START);
                    a.vpaddd(zmm(2), zmm(2), zmm(3));
                    a.vmovdqu32(Mem.at(CORRECTIONS_START), zmm(2));
                    a.add(VALUES_START, 128);
                    a.add(CORRECTIONS_START, 128);
                });
    }

    /** All columns, padding included. */
    private void byLanes() {
        int[] lanes = new int[16];
        for (int lane = 0; lane < 16; lane++) {
            lanes[lane] = NibbleBlocks.blockOf(lane);
        }
        a.vmovdqu32(zmm(25), Mem.at(a.code().constant(lanes)));
        a.mov(Gpr.RBX, CORRECTIONS_START); // where the next corrections are stored
        a.mov(RUNS, RUNS_COLUMNS);
        a.add(RUNS, 511);
        a.shr(RUNS, 9);
        Frame.repeat(
                a,
                RUNS,
                () -> {
                    groupHalves(VALUES_START);
                    for (int half = 0; half < 2; half++) {
                        transposeInLanes(8 + 4 * half);
                        for (int quad = 0; quad < 4; quad++) {
                            a.vmovdqu32(Mem.at(VALUES_START, 128 * quad + 64 * half), zmm(quad));
                        }
                    }
                    groupHalves(CORRECTIONS_START);
                    for (int i = 0; i < 4; i++) {
                        a.vpaddd(zmm(8 + i), zmm(8 + i), zmm(12 + i));
                    }
                    transposeInLanes(8);
                    a.vpaddd(zmm(0), zmm(0), zmm(1));
                    a.vpaddd(zmm(2), zmm(2), zmm(3));
                    a.vpaddd(zmm(0), zmm(0), zmm(2));
                    a.vmovdqu32(Mem.at(Gpr.RBX), zmm(0));
                    a.vpermps(zmm(0), zmm(25), Mem.at(SCALES_START));
                    a.vmovups(Mem.at(SCALES_START), zmm(0));
                    a.add(VALUES_START, 512);
                    a.add(CORRECTIONS_START, 512);
                    a.add(Gpr.RBX, 64);
                    a.add(SCALES_START, 64);
                });
    }

    /** zmm(8 + c) = first, zmm(12 + c) = second 16 bytes of the 32 bytes 4c … 4c + 3 of 512. */
    private void groupHalves(Gpr first) {
        for (int i = 0; i < 8; i++) {
            a.vmovdqu32(zmm(i), Mem.at(first, 64 * i));
        }
        for (int c = 0; c < 4; c++) {
            a.vshufi32x4(zmm(8 + c), zmm(2 * c), zmm(2 * c + 1), 0x88);
            a.vshufi32x4(zmm(12 + c), zmm(2 * c), zmm(2 * c + 1), 0xDD);
        }
    }

    /** Transposes each 128-bit lane of four registers to zmm0 … zmm3; overwrites up to zmm7. */
    private void transposeInLanes(int first) {
        NibbleBlocks.transposeInLanes(a, first, 4, 0);
    }

    /** zmm2 = even, zmm3 = odd 128-bit lanes of 128 bytes. */
    private void byHalves(Gpr first) {
        a.vmovdqu32(zmm(0), Mem.at(first));
        a.vmovdqu32(zmm(1), Mem.at(first, 64));
        a.vshufi32x4(zmm(2), zmm(0), zmm(1), 0x88);
        a.vshufi32x4(zmm(3), zmm(0), zmm(1), 0xDD);
    }

    private void laneMask(Mask mask, int bits) {
        a.mov32(Gpr.RAX, bits);
        a.kmovw(mask, Gpr.RAX);
    }

    /** 64 columns: loads to zmm0 … zmm3, lane scales to zmm8, q to zmm9. */
    private void chunk() {
        load();
        for (int half = 0; half < 2; half++) {
            scale(half);
        }
        store();
    }

    private void load() {
        Label whole = new Label();
        Label some = new Label();
        a.mov(Gpr.RAX, -1L);
        a.cmp(LEFT, 64);
        a.jcc(Condition.GREATER_OR_EQUAL, whole);
        a.mov(Gpr.RBX, 0L);
        a.cmp(LEFT, 0);
        a.jcc(Condition.LESS_OR_EQUAL, some);
        a.mov(Gpr.RBX, LEFT);
        a.bind(some);
        a.bzhi(Gpr.RAX, Gpr.RAX, Gpr.RBX);
        a.bind(whole);
        for (int i = 0; i < 4; i++) {
            a.kmovw(Mask.K1, Gpr.RAX);
            a.kz(Mask.K1).vmovups(zmm(i), Mem.at(INPUT, 64 * i));
            a.shr(Gpr.RAX, 16);
        }
        a.add(INPUT, 256);
        a.sub(LEFT, 64);
    }

    /** Quantises 32 columns in place and puts their scale to zmm6 or zmm7, all lanes. */
    private void scale(int half) {
        Vec first = zmm(2 * half);
        Vec second = zmm(2 * half + 1);
        Vec scale = zmm(6 + half);
        Vec t = zmm(4);
        Vec u = zmm(5);
        a.vpandd(t, first, MAGNITUDE);
        a.vpandd(u, second, MAGNITUDE);
        a.vpmaxud(t, t, u);
        a.vextracti64x4(u.y(), t, 1);
        a.vpmaxud(t.y(), t.y(), u.y());
        a.vextracti32x4(u.x(), t.y(), 1);
        a.vpmaxud(t.x(), t.x(), u.x());
        a.vpshufd(u.x(), t.x(), 0x4E);
        a.vpmaxud(t.x(), t.x(), u.x());
        a.vpshufd(u.x(), t.x(), 0xB1);
        a.vpmaxud(t.x(), t.x(), u.x());
        a.vpcmpud(Mask.K1, t.x(), SMALLEST_BITS.x(), 5);
        a.kz(Mask.K1).vdivps(scale.x(), t.x(), LARGEST.x());
        a.kz(Mask.K1).vdivps(u.x(), LARGEST.x(), t.x());
        a.vbroadcastss(scale, scale.x());
        a.vbroadcastss(u, u.x());
        a.vmulps(first, first, u);
        a.vmulps(second, second, u);
        a.vcvtps2dq(first, first);
        a.vcvtps2dq(second, second);
        a.vpmovsdb(first.x(), first);
        a.vpmovsdb(second.x(), second);
        a.vinserti32x4(first.y(), first.y(), second.x(), 1);
    }

    private void store() {
        Vec scales = zmm(8);
        Vec q = zmm(9);
        Vec quads = zmm(10);
        Vec sixteens = zmm(11);
        Vec t = zmm(12);
        Vec zeros = zmm(13);
        a.vmovdqu32(scales, zmm(6));
        a.k(Mask.K7).vmovdqu32(scales, zmm(7));
        a.vinserti64x4(q, zmm(0), zmm(2).y(), 1);

        a.vpxord(quads, quads, quads);
        a.vpdpbusd(quads, ZERO_POINTS, q);
        a.vpsubd(quads, ZERO, quads);
        a.vpxord(sixteens, sixteens, sixteens);
        a.vpdpbusd(sixteens, ONES, q);
        sumOfFourLanes(sixteens, t);
        if (lines) {
            sumOfFourLanes(quads, t);
            lines(q, quads, sixteens, scales, t, zeros);
        } else {
            a.vmovdqu32(Mem.at(VALUES), q);
            a.vmovdqu32(Mem.at(CORRECTIONS), quads);
            a.vcvtdq2ps(sixteens, sixteens);
            a.vmulps(sixteens, sixteens, scales);
            a.vmovd(Mem.at(SCALES), zmm(6));
            a.vmovd(Mem.at(SCALES, 4), zmm(7));
            a.kz(Mask.K5).vcompressps(t, sixteens);
            a.vmovups(Mem.at(SUMS), t.x());
            a.add(VALUES, 64);
            a.add(CORRECTIONS, 64);
            a.add(SCALES, 8);
            a.add(SUMS, 16);
        }
    }

    /** Each lane gets the sum of the four lanes of its 128 bits. */
    private void sumOfFourLanes(Vec sums, Vec t) {
        a.vpshufd(t, sums, 0xB1);
        a.vpaddd(sums, sums, t);
        a.vpshufd(t, sums, 0x4E);
        a.vpaddd(sums, sums, t);
    }

    private void lines(Vec q, Vec corrections, Vec sums, Vec scales, Vec t, Vec u) {
        a.vmovdqu32(Mem.at(VALUES), q.y());
        a.vextracti64x4(Mem.at(VALUES, 64), q, 1);
        a.vshufi32x4(t, corrections, corrections, 0xB1);
        a.vpaddd(t, t, corrections);
        perLine(32, t);
        halves(36, corrections, t);
        a.vmovd(Mem.at(VALUES, 44), zmm(6));
        a.vmovd(Mem.at(VALUES, 64 + 44), zmm(7));
        a.vshufi32x4(t, sums, sums, 0xB1);
        a.vpaddd(t, t, sums);
        a.vcvtdq2ps(t, t);
        a.vmulps(t, t, scales);
        perLine(48, t);
        a.vcvtdq2ps(u, sums);
        a.vmulps(u, u, scales);
        halves(52, u, t);
        a.add(VALUES, 128);
    }

    /** Lanes 0 and 8 to the same place of two lines. */
    private void perLine(int offset, Vec source) {
        a.vmovd(Mem.at(VALUES, offset), source);
        a.vextracti32x4(zmm(14).x(), source, 2);
        a.vmovd(Mem.at(VALUES, 64 + offset), zmm(14));
    }

    /** Lanes 0 and 4 to one line, lanes 8 and 12 to the next. */
    private void halves(int offset, Vec source, Vec t) {
        for (int lane = 0; lane < 4; lane++) {
            a.vextracti32x4(t.x(), source, lane);
            a.vmovd(Mem.at(VALUES, lane / 2 * 64 + offset + lane % 2 * 4), t);
        }
    }
}
