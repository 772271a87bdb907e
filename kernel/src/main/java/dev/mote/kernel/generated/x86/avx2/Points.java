package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * What the types have in common whose values are signed lattice points from a table: 256 values,
 * points of eight (IQ2) or four (IQ3) coordinates, a sign per value.
 *
 * <p>Points are loaded one by one from the table behind the code, which the level-1 cache holds. A
 * value is 64 + or − a magnitude of at most 62.
 */
abstract class Points extends Unpack {
    private static final int ZERO_POINT = 64;

    /** 128 where a nibble has an odd number of bits. */
    private static final byte[] ODD = new byte[16];

    static {
        for (int i = 0; i < ODD.length; i++) {
            ODD[i] = (byte) (Integer.bitCount(i) % 2 * 128);
        }
    }

    private final long[] pointsOfEight;
    private final int[] pointsOfFour;

    /** One of the tables is empty. */
    Points(long[] pointsOfEight, int[] pointsOfFour, int group, int blockBytes) {
        super(new Traits(ZERO_POINT, 126, false, group, false), 256, blockBytes);
        this.pointsOfEight = pointsOfEight;
        this.pointsOfFour = pointsOfFour;
    }

    @Override
    void loadConstants(Avx2Assembler a) {
        a.lea(
                TABLE,
                Mem.at(
                        pointsOfFour.length > 0
                                ? a.code().constant(pointsOfFour)
                                : a.code().constant(pointsOfEight)));
    }

    /** TEMP = the index of point {@code point} of the block. */
    abstract void index(Avx2Assembler a, int point);

    /** 32 sign bits. */
    Mem signs(int part) {
        return SIGNS.plus(4 * part);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        for (int half = 0; half < 2; half++) {
            Vec target = (half == 0 ? Q : T0).x();
            if (pointsOfFour.length > 0) {
                fours(a, target, 8 * part + 4 * half);
            } else {
                eights(a, target, 4 * part + 2 * half);
            }
        }
        a.vinserti128(Q, Q, T0.x(), 1);
        spreadBits(a, T0, signs(part));
        a.vpxor(Q, Q, T0);
        a.vpsubb(Q, Q, T0);
        a.vpaddb(Q, Q, Constants.bytes(a, ZERO_POINT));
    }

    private void eights(Avx2Assembler a, Vec target, int first) {
        index(a, first);
        a.vmovq(target, Mem.at(TABLE, TEMP, 8, 0));
        index(a, first + 1);
        a.vpinsrq(target, target, Mem.at(TABLE, TEMP, 8, 0), 1);
    }

    private void fours(Avx2Assembler a, Vec target, int first) {
        index(a, first);
        a.vmovd(target, Mem.at(TABLE, TEMP, 4, 0));
        for (int i = 1; i < 4; i++) {
            index(a, first + i);
            a.vpinsrd(target, target, Mem.at(TABLE, TEMP, 4, 0), i);
        }
    }

    /** {@link #SCALES} = (integers + offset) · F16 at the block's first byte · factor. */
    static void scale(Avx2Assembler a, Mem target, Vec integers, float offset, float factor) {
        a.vcvtdq2ps(integers, integers);
        a.vaddps(integers, integers, Constants.floats(a, offset));
        half(a, T5, 0);
        a.vmulps(T5, T5, Constants.floats(a, factor));
        a.vmulps(integers, integers, T5);
        a.vmovups(target, integers);
    }

    /**
     * Adds to the seven sign bits of each byte the eighth, which makes their number even, and keeps
     * all 256 in {@link #SIGNS}. Overwrites T4 and T5.
     *
     * @param sevens 32 bytes whose highest bits may be anything
     */
    static void completeSigns(Avx2Assembler a, Vec sevens) {
        a.vpand(sevens, sevens, Constants.bytes(a, 127));
        a.vmovdqu(T4, Constants.table(a, ODD));
        a.vpand(T5, sevens, Constants.bytes(a, 15));
        a.vpshufb(T5, T4, T5);
        a.vpxor(sevens, sevens, T5);
        a.vpsrlw(T5, sevens, 4);
        a.vpand(T5, T5, Constants.bytes(a, 7));
        a.vpshufb(T5, T4, T5);
        a.vpxor(sevens, sevens, T5);
        a.vmovdqu(SIGNS, sevens);
    }

    /**
     * Splits eight doublewords of four times seven sign bits and four bits of scale to {@link
     * #SIGNS} and {@link #SCALES}. Overwrites T1 to T5.
     */
    static void signsAndScales(Avx2Assembler a, Vec packed, float factor) {
        a.vpand(T1, packed, Constants.integers(a, 0x7F));
        for (int i = 1; i < 4; i++) {
            a.vpslld(T2, packed, i);
            a.vpand(T2, T2, Constants.integers(a, 0x7F << (8 * i)));
            a.vpor(T1, T1, T2);
        }
        completeSigns(a, T1);
        a.vpsrld(T1, packed, 28);
        scale(a, SCALES, T1, 0.5f, factor);
    }

    /** 16 scales from nibbles of eight bytes, the low one of each byte first. */
    static void scalesOfNibbles(Avx2Assembler a, int offset) {
        a.vmovq(T0.x(), Mem.at(SOURCE, offset));
        a.vpsrlw(T1.x(), T0.x(), 4);
        a.vpunpcklbw(T0.x(), T0.x(), T1.x());
        a.vpand(T0.x(), T0.x(), Constants.bytes(a, 15));
        a.vpmovzxbd(T1, T0.x());
        scale(a, SCALES, T1, 0.5f, 0.25f);
        a.vpshufd(T0.x(), T0.x(), 0x4E);
        a.vpmovzxbd(T1, T0.x());
        scale(a, SCALES.plus(32), T1, 0.5f, 0.25f);
    }
}
