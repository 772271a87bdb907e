package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Ternary;

import java.util.Arrays;

/**
 * IQ1_S and IQ1_M: points of eight ternary coordinates, all of which are shifted by an eighth up or
 * down, from a table of 2048 behind the code. With bytes of eight times that, scales are an eighth.
 */
abstract class Iq1 extends Unpack {
    private static final Gpr TABLE = NEXT;

    /** 32 words: an index in the lowest bits; put to {@link #SPILL}. */
    static final Vec INDEX = T1;

    /** 32 words: two bytes of 1 or −1 for the coordinates of each point. */
    private static final Vec SHIFTS = MINIMA; // free here: there are none

    private static final short INDEX_UPPER = 0x700;

    Iq1(int group, int blockBytes) {
        super(Ternary.IQ1_ZERO_POINT, group, false, 256, blockBytes);
    }

    @Override
    void loadConstants(Avx512Assembler a) {}

    /**
     * Completes the indices and makes the shifts. Overwrites T3 and K4.
     *
     * @param low 32 low bytes of indices
     * @param high words whose upper bits of indices follow bit 0
     * @param signs words whose bit {@code signBit} is set where an eighth is subtracted
     */
    final void points(Avx512Assembler a, Mem low, Vec high, Vec signs, int signBit) {
        short[] upper = new short[32];
        Arrays.fill(upper, INDEX_UPPER);
        short[] sign = new short[32];
        Arrays.fill(sign, (short) (1 << signBit));
        a.vptestmw(Mask.K4, signs, Mem.at(a.code().constant(sign)));
        a.vmovdqu8(SHIFTS, bytes(a, 1));
        a.k(Mask.K4).vmovdqu16(SHIFTS, bytes(a, -1));
        a.vpsllw(T3, high, 8);
        a.vpmovzxbw(INDEX, low);
        a.vpternlogd(INDEX, T3, Mem.at(a.code().constant(upper)), 0xF8);
        a.vmovdqu16(SPILL, INDEX);
        a.lea(TABLE, Mem.at(a.code().constant(Ternary.iq1())));
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        Vec[] quarters = {Q, T0, T1, T2};
        for (int quarter = 0; quarter < 4; quarter++) {
            Vec target = quarters[quarter];
            point(a, target, 8 * chunk + 2 * quarter);
            point(a, T3, 8 * chunk + 2 * quarter + 1);
            a.vpunpcklqdq(target.x(), target.x(), T3.x());
        }
        for (int quarter = 1; quarter < 4; quarter++) {
            a.vinserti32x4(Q, Q, quarters[quarter].x(), quarter);
        }
        short[] spread = new short[32];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = (short) (8 * chunk + i / 4);
        }
        a.vmovdqu16(T0, Mem.at(a.code().constant(spread)));
        a.vpermw(T0, T0, SHIFTS);
        a.vpaddb(Q, Q, T0);
    }

    private static void point(Avx512Assembler a, Vec target, int point) {
        a.movzx16(TEMP, SPILL.plus(2 * point));
        a.vpbroadcastq(target.x(), Mem.at(TABLE, TEMP, 8, 0));
    }

    /**
     * SCALES = d · (2 · integers + 1) / 8.
     *
     * @param integers overwritten
     * @param d F16 in all lanes of 256 bits; overwritten
     */
    static void scales(Avx512Assembler a, Vec integers, Vec d) {
        a.vcvtph2ps(d, d.y());
        a.vpaddd(integers, integers, integers);
        a.vpaddd(integers, integers, Mem.at(a.code().constant(1)).broadcast());
        a.vcvtdq2ps(integers, integers);
        a.vmulps(integers, integers, d);
        a.vmulps(SCALES, integers, Mem.at(a.code().constant(0.125f)).broadcast());
    }

    /** A constant of words for 32 points: shift counts, or places. */
    static Mem words(Avx512Assembler a, int every, int step, int wrap) {
        short[] words = new short[32];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (i / every % wrap * step);
        }
        return Mem.at(a.code().constant(words));
    }

    /**
     * [f16 d][32 low bytes of indices] and 8 words: upper three bits of four indices each, three
     * bits of scale, a sign.
     */
    static final class S extends Iq1 {
        S() {
            super(32, 50);
        }

        @Override
        void begin(Avx512Assembler a) {
            a.vmovdqu16(T2.x(), Mem.at(SOURCE, 34));
            a.vpmovzxwd(T4.y(), T2.x());
            a.vpsrld(T4.y(), T4.y(), 12);
            a.vpandd(T4.y(), T4.y(), Mem.at(a.code().constant(7)).broadcast());
            a.vmovdqu16(T0, words(a, 4, 1, 8));
            a.vpermw(T2, T0, T2);
            a.vpsrlvw(T0, T2, words(a, 1, 3, 4));
            points(a, Mem.at(SOURCE, 2), T0, T2, 15);
            a.vpbroadcastw(T5.y(), Mem.at(SOURCE));
            scales(a, T4, T5);
        }
    }

    /**
     * [32 low bytes of indices][32 nibbles: upper three bits of an index, a sign] and 4 words: four
     * scales of three bits, a nibble of the F16 d.
     */
    static final class M extends Iq1 {
        private static final int SCALES_AT = 48;

        M() {
            super(16, 56);
        }

        @Override
        void begin(Avx512Assembler a) {
            a.vpmovzxbw(T2.y(), Mem.at(SOURCE, 32));
            a.vmovdqu16(T0, words(a, 2, 1, 16));
            a.vpermw(T2, T0, T2);
            a.vpsrlvw(T2, T2, words(a, 1, 4, 2));
            superScale(a); // before the table's address is put to its register
            points(a, Mem.at(SOURCE), T2, T2, 3);
            a.mov(TEMP, Mem.at(SOURCE, SCALES_AT));
            a.vmovq(T2.x(), TEMP);
            a.vmovdqu16(T4, words(a, 4, 1, 4));
            a.vpermw(T4, T4, T2);
            a.vpsrlvw(T4, T4, words(a, 1, 3, 4));
            a.vpmovzxwd(T4, T4.y());
            a.vpandd(T4, T4, Mem.at(a.code().constant(7)).broadcast());
            scales(a, T4, T5);
        }

        /** T5 = d in words, from the upper nibbles of the scales' words. */
        private static void superScale(Avx512Assembler a) {
            for (int i = 0; i < 4; i++) {
                Gpr target = i == 0 ? NEXT : TEMP;
                a.movzx16(target, Mem.at(SOURCE, SCALES_AT + 2 * i));
                a.shr(target, 12);
                if (i > 0) {
                    a.shl(TEMP, 4 * i);
                    a.or(NEXT, TEMP);
                }
            }
            a.vpbroadcastw(T5.y(), NEXT);
        }
    }
}
