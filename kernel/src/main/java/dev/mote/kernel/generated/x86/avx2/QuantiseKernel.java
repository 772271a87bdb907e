package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Quantises a row of activations, a multiple of 32 columns: 32 share a scale, their largest
 * magnitude / 127.
 *
 * <p>Two layouts. A record, for products with few tokens:
 *
 * <ul>
 *   <li>int8[columns] q
 *   <li>int32[columns / 4] −zero point · sum of 4 q
 *   <li>f32[columns / 32] scales
 *   <li>f32[columns / 16] scale · sum of 16 q
 * </ul>
 *
 * Lines, for panels: 64 bytes for each 32 columns: int8[32] q; int32 −zero point · sum of all q;
 * the same of each half; f32 scale; f32 scale · sum of all q; the same of each half; 4 bytes
 * unused.
 *
 * <p>Magnitudes are compared as integers, so an infinity or NaN wins and makes the scale, and with
 * it every product, infinite or NaN. Where all magnitudes are below 2^-120 the scale is 0.
 */
final class QuantiseKernel {
    /** Offsets in a line. */
    static final int LINE_CORRECTION = 32;

    static final int LINE_HALF_CORRECTIONS = 36;
    static final int LINE_SCALE = 44;
    static final int LINE_SUM = 48;
    static final int LINE_HALF_SUMS = 52;
    static final int LINE_BYTES = 64;

    private static final Gpr INPUT = Gpr.RSI;
    private static final Gpr CHUNKS = Gpr.R8;
    private static final Gpr VALUES = Gpr.R9;
    private static final Gpr CORRECTIONS = Gpr.R10;
    private static final Gpr SCALES = Gpr.R11;
    private static final Gpr SUMS = Gpr.RDX;
    private static final int SMALLEST = (127 - 120) << 23;
    private static final Vec SCALE = ymm(4);
    private static final Vec INVERSE = ymm(5);
    private static final Vec T = ymm(6);
    private static final Vec Q = ymm(7);
    private static final Vec QUADS = ymm(8);
    private static final Vec COUNTS = ymm(9);
    private static final Vec ZERO_POINTS = ymm(15);

    private final Avx2Assembler a;
    private final boolean lines;

    private QuantiseKernel(Avx2Assembler a, boolean lines) {
        this.a = a;
        this.lines = lines;
    }

    static byte[] emit(Avx2Assembler a, boolean lines) {
        return new QuantiseKernel(a, lines).emit();
    }

    /** Bytes of a record. */
    static long recordBytes(int columns) {
        return (2L * columns + columns / 8 + columns / 4 + 63) / 64 * 64;
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, INPUT, CHUNKS, VALUES, Gpr.RAX);
        a.vmovd(ZERO_POINTS.x(), Gpr.RAX);
        a.vpbroadcastb(ZERO_POINTS, ZERO_POINTS.x());
        if (!lines) {
            a.lea(CORRECTIONS, Mem.at(VALUES, CHUNKS, 1, 0));
            a.lea(SCALES, Mem.at(CORRECTIONS, CHUNKS, 1, 0));
            a.mov(Gpr.RAX, CHUNKS);
            a.shr(Gpr.RAX, 3);
            a.lea(SUMS, Mem.at(SCALES, Gpr.RAX, 1, 0));
        }
        a.shr(CHUNKS, 5);
        Frame.repeat(a, CHUNKS, this::chunk);
        Frame.leave(a);
        return a.finish();
    }

    private void chunk() {
        for (int i = 0; i < 4; i++) {
            a.vmovups(ymm(i), Mem.at(INPUT, 32 * i));
        }
        a.add(INPUT, 128);
        scale();
        for (int i = 0; i < 4; i++) {
            a.vmulps(ymm(i), ymm(i), INVERSE);
            a.vcvtps2dq(ymm(i), ymm(i));
        }
        a.vpackssdw(ymm(0), ymm(0), ymm(1));
        a.vpackssdw(ymm(2), ymm(2), ymm(3));
        a.vpacksswb(Q, ymm(0), ymm(2));
        // Packing works in each lane: four values of each register there.
        a.vmovdqu(T, Mem.at(a.code().constant(0, 4, 1, 5, 2, 6, 3, 7)));
        a.vpermd(Q, T, Q);
        sumsOfFour(QUADS, ZERO_POINTS);
        a.vpxor(T, T, T);
        a.vpsubd(QUADS, T, QUADS);
        a.vmovdqu(COUNTS, Constants.bytes(a, 1));
        sumsOfFour(COUNTS, COUNTS);
        sumsOfLanes(COUNTS);
        if (lines) {
            line();
        } else {
            record();
        }
    }

    /** SCALE and INVERSE, in all lanes. */
    private void scale() {
        Vec u = INVERSE;
        a.vpand(T, ymm(0), Constants.integers(a, 0x7FFF_FFFF));
        for (int i = 1; i < 4; i++) {
            a.vpand(u, ymm(i), Constants.integers(a, 0x7FFF_FFFF));
            a.vpmaxud(T, T, u);
        }
        a.vperm2i128(u, T, T, 1);
        a.vpmaxud(T, T, u);
        a.vpshufd(u, T, 0x4E);
        a.vpmaxud(T, T, u);
        a.vpshufd(u, T, 0xB1);
        a.vpmaxud(T, T, u);
        Vec present = Q;
        a.vpmaxud(present, T, Constants.integers(a, SMALLEST));
        a.vpcmpeqd(present, present, T);
        a.vdivps(SCALE, T, Constants.floats(a, 127));
        a.vpand(SCALE, SCALE, present);
        a.vmovups(INVERSE, Constants.floats(a, 127));
        a.vdivps(INVERSE, INVERSE, T);
        a.vpand(INVERSE, INVERSE, present);
    }

    /** target = sums of four products of unsigned bytes (at most 128) with Q. */
    private void sumsOfFour(Vec target, Vec unsigned) {
        a.vpmaddubsw(target, unsigned, Q);
        a.vpmaddwd(target, target, Constants.words(a, 1));
    }

    /** Each lane gets the sum of the four lanes of its 128 bits. */
    private void sumsOfLanes(Vec sums) {
        a.vpshufd(T, sums, 0xB1);
        a.vpaddd(sums, sums, T);
        a.vpshufd(T, sums, 0x4E);
        a.vpaddd(sums, sums, T);
    }

    private void record() {
        a.vmovdqu(Mem.at(VALUES), Q);
        a.vmovdqu(Mem.at(CORRECTIONS), QUADS);
        a.vmovd(Mem.at(SCALES), SCALE);
        a.vcvtdq2ps(COUNTS, COUNTS);
        a.vmulps(COUNTS, COUNTS, SCALE);
        halves(SUMS, 0, COUNTS);
        a.add(VALUES, 32);
        a.add(CORRECTIONS, 32);
        a.add(SCALES, 4);
        a.add(SUMS, 8);
    }

    private void line() {
        a.vmovdqu(Mem.at(VALUES), Q);
        a.vmovd(Mem.at(VALUES, LINE_SCALE), SCALE);
        sumsOfLanes(QUADS);
        halves(VALUES, LINE_HALF_CORRECTIONS, QUADS);
        a.vpaddd(QUADS.x(), QUADS.x(), T.x());
        a.vmovd(Mem.at(VALUES, LINE_CORRECTION), QUADS);
        Vec scaled = ymm(0);
        a.vcvtdq2ps(scaled, COUNTS);
        a.vmulps(scaled, scaled, SCALE);
        halves(VALUES, LINE_HALF_SUMS, scaled);
        a.vextracti128(T.x(), COUNTS, 1);
        a.vpaddd(COUNTS.x(), COUNTS.x(), T.x());
        a.vcvtdq2ps(COUNTS.x(), COUNTS.x());
        a.vmulps(COUNTS.x(), COUNTS.x(), SCALE.x());
        a.vmovd(Mem.at(VALUES, LINE_SUM), COUNTS);
        a.add(VALUES, LINE_BYTES);
    }

    /** The lowest element of each half to memory; the upper half remains in T. */
    private void halves(Gpr base, int offset, Vec source) {
        a.vmovd(Mem.at(base, offset), source);
        a.vextracti128(T.x(), source, 1);
        a.vmovd(Mem.at(base, offset + 4), T);
    }
}
