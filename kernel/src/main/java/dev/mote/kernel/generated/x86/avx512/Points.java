package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * What the types have in common whose values are signed points of a {@link Codebook}: 256 values,
 * points of eight (IQ2) or four (IQ3) coordinates, a sign per value.
 *
 * <p>A value is 64 + magnitude, and 128 − (64 + magnitude) where its sign bit is set. Subclasses
 * make {@link #CODES} (and {@link #MORE_CODES} for points of four), the scales and the sign bits.
 */
abstract class Points extends Unpack {
    private static final int ZERO_POINT = 64;

    /** Codes of the first 32 points. */
    static final Vec CODES = T0;

    /** Codes of the other 32 points where there are 64. */
    static final Vec MORE_CODES = T1;

    private static final Vec MAGNITUDES = zmm(28);
    private static final Vec DIGIT_SHIFTS = zmm(29);
    private static final Vec NEGATION = zmm(30);

    final Codebook codebook;
    private final boolean pointsOfFour;

    Points(Codebook codebook, boolean pointsOfFour, int group, int blockBytes) {
        super(ZERO_POINT, group, false, 256, blockBytes);
        this.codebook = codebook;
        this.pointsOfFour = pointsOfFour;
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        codebook.loadConstants(a);
        a.vmovdqu8(MAGNITUDES, Mem.at(a.code().constant(codebook.magnitudeTable(ZERO_POINT))));
        a.vmovdqu8(DIGIT_SHIFTS, Mem.at(a.code().constant(codebook.digitShifts())));
        a.vmovdqu8(NEGATION, bytes(a, 128));
    }

    /** Sign bits of 64 values. */
    abstract Mem signs(int chunk);

    @Override
    void values(Avx512Assembler a, int chunk) {
        Vec codes = pointsOfFour && chunk >= 2 ? MORE_CODES : CODES;
        a.vmovdqu16(T2, spread(a, chunk));
        a.vpermw(T2, T2, codes);
        a.vpmultishiftqb(T2, DIGIT_SHIFTS, T2);
        a.vpermb(Q, T2, MAGNITUDES);
        a.kmovq(Mask.K4, signs(chunk));
        a.k(Mask.K4).vpsubb(Q, NEGATION, Q);
    }

    /** Puts each code of the chunk at the low end of its quadword, or doubleword. */
    private Mem spread(Avx512Assembler a, int chunk) {
        short[] words = new short[32];
        for (int i = 0; i < 32; i++) {
            words[i] = (short) (pointsOfFour ? chunk % 2 * 16 + i / 2 : chunk * 8 + i / 4);
        }
        return Mem.at(a.code().constant(words));
    }

    /**
     * SCALES = f16 at the unit's first byte · factor · (integers + offset). Overwrites T5.
     *
     * @param integers a doubleword of 0 … 15 per group; overwritten
     */
    final void scale(Avx512Assembler a, Vec integers, float offset, float factor) {
        float[] scales = new float[16];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = factor * (i + offset);
        }
        a.vpermps(integers, integers, Mem.at(a.code().constant(scales)));
        a.vpbroadcastw(T5.y(), Mem.at(SOURCE));
        a.vcvtph2ps(T5, T5.y());
        a.vmulps(SCALES, integers, T5);
    }

    /**
     * Makes of seven sign bits in each of 32 bytes eight, whose number of ones is even, and keeps
     * them in {@link #SPILL}: a product of bit matrices.
     *
     * @param signs the bytes; overwritten
     * @param firstBit where in a byte the seven bits start, 0 or 1
     */
    static void completeSigns(Avx512Assembler a, Vec signs, int firstBit) {
        // Row i, which is byte 7 - i, has the bits whose sum is bit i of the result.
        long rows = 0x7FL << firstBit;
        for (int i = 0; i < 7; i++) {
            rows |= 1L << (firstBit + i + 8 * (7 - i));
        }
        Mem matrix = Mem.at(a.code().constant(rows)).broadcast();
        a.vgf2p8affineqb(signs.y(), signs.y(), matrix, 0);
        a.vmovdqu32(SPILL, signs.y());
    }

    /**
     * Keeps the signs of eight integers with four times seven sign bits each. Overwrites T2.
     *
     * @param packed 256 bits
     */
    private static void signs(Avx512Assembler a, Vec packed) {
        byte[] shifts = new byte[32];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = (byte) (i % 4 * 7 + i / 4 % 2 * 32);
        }
        a.vmovdqu8(T2.y(), Mem.at(a.code().constant(shifts)));
        a.vpmultishiftqb(T2.y(), T2.y(), packed.y());
        completeSigns(a, T2, 0);
    }

    /**
     * Splits eight integers of four times seven sign bits and four bits of scale: the signs go to
     * {@link #SPILL}, the scales to {@link #SCALES}. Overwrites T2 and T5.
     *
     * @param packed 256 bits; overwritten
     */
    final void signsAndScales(Avx512Assembler a, Vec packed, float factor) {
        signs(a, packed);
        a.vpsrld(packed.y(), packed.y(), 28);
        scale(a, packed, 0.5f, factor);
    }

    /** A doubleword for each of the 16 nibbles of eight bytes, the low one of each byte first. */
    final void nibbles(Avx512Assembler a, Vec target, Mem eightBytes) {
        a.mov(TEMP, eightBytes);
        a.vmovq(T2.x(), TEMP);
        a.vpsrlw(T3.x(), T2.x(), 4);
        a.vpunpcklbw(T2.x(), T2.x(), T3.x());
        a.vpandd(T2.x(), T2.x(), bytes(a, 15));
        a.vpmovzxbd(target, T2.x());
    }
}
