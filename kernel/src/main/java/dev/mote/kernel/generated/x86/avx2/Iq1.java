package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Ternary;

/**
 * IQ1_S and IQ1_M: points of eight ternary coordinates, all of which are shifted by an eighth up or
 * down, from a table of 2048 behind the code. With bytes of eight times that, scales are an eighth.
 */
abstract class Iq1 extends Unpack {
    private static final int INDEX_UPPER = 0x700;

    Iq1(int group, int blockBytes) {
        super(
                new Traits(Ternary.IQ1_ZERO_POINT, 2 * Ternary.IQ1_ZERO_POINT, false, group, false),
                256,
                blockBytes);
    }

    @Override
    void loadConstants(Avx2Assembler a) {
        a.lea(TABLE, Mem.at(a.code().constant(Ternary.iq1())));
    }

    /** Keeps 16 indices: their upper bits are among {@code words}, which are overwritten. */
    static void keepIndices(Avx2Assembler a, Vec words, Mem lowBytes, int half) {
        a.vpand(words, words, Constants.words(a, INDEX_UPPER));
        a.vpmovzxbw(T1, lowBytes);
        a.vpor(words, words, T1);
        a.vmovdqu(INDICES.plus(32 * half), words);
    }

    /** T0 = 16 times two bytes of the 8 at this offset: those that the constant names. */
    static void spread(Avx2Assembler a, int offset, byte[] places) {
        a.vmovq(T0.x(), Mem.at(SOURCE, offset));
        a.vpermq(T0, T0, 0);
        a.vpshufb(T0, T0, Mem.at(a.code().constant(places)));
    }

    /** Makes T0 = all bits of the bytes of points that are shifted down. */
    abstract void negatives(Avx2Assembler a, int part);

    @Override
    void values(Avx2Assembler a, int part) {
        for (int half = 0; half < 2; half++) {
            Vec target = (half == 0 ? Q : T0).x();
            a.movzx16(TEMP, INDICES.plus(8 * part + 4 * half));
            a.vmovq(target, Mem.at(TABLE, TEMP, 8, 0));
            a.movzx16(TEMP, INDICES.plus(8 * part + 4 * half + 2));
            a.vpinsrq(target, target, Mem.at(TABLE, TEMP, 8, 0), 1);
        }
        a.vinserti128(Q, Q, T0.x(), 1);
        negatives(a, part);
        a.vpor(T0, T0, Constants.bytes(a, 1)); // −1 or 1
        a.vpaddb(Q, Q, T0);
    }

    /**
     * Eight scales = d · (2 · integers + 1) / 8.
     *
     * @param integers with bits beyond the lowest three; overwritten
     */
    static void scales(Avx2Assembler a, Mem target, Vec integers, Vec d) {
        a.vpand(integers, integers, Constants.integers(a, 7));
        a.vpaddd(integers, integers, integers);
        a.vpaddd(integers, integers, Constants.integers(a, 1));
        a.vcvtdq2ps(integers, integers);
        a.vmulps(integers, integers, d);
        a.vmulps(integers, integers, Constants.floats(a, 0.125f));
        a.vmovups(target, integers);
    }

    /**
     * [f16 d][32 low bytes of indices] and 8 words: upper three bits of four indices each, three
     * bits of scale, a sign.
     */
    static final class S extends Iq1 {
        private static final int WORDS_AT = 34;

        S() {
            super(32, 50);
        }

        @Override
        void begin(Avx2Assembler a) {
            byte[] places = new byte[32];
            short[] factors = new short[16];
            for (int i = 0; i < 16; i++) {
                places[2 * i] = (byte) (i / 4 * 2);
                places[2 * i + 1] = (byte) (i / 4 * 2 + 1);
                factors[i] = (short) (1 << (9 - 3 * (i % 4)));
            }
            for (int half = 0; half < 2; half++) {
                spread(a, WORDS_AT + 8 * half, places);
                a.vpmullw(T0, T0, Mem.at(a.code().constant(factors)));
                a.vpsrlw(T0, T0, 1);
                keepIndices(a, T0, Mem.at(SOURCE, 2 + 16 * half), half);
            }
            a.vpmovzxwd(T0, Mem.at(SOURCE, WORDS_AT));
            a.vpsrld(T0, T0, 12);
            half(a, T1, 0);
            scales(a, SCALES, T0, T1);
        }

        @Override
        void negatives(Avx2Assembler a, int part) {
            a.vpbroadcastw(T0, Mem.at(SOURCE, WORDS_AT + 2 * part));
            a.vpsrad(T0, T0, 31);
        }
    }

    /**
     * [32 low bytes of indices][32 nibbles: upper three bits of an index, a sign] and 4 words: four
     * scales of three bits, a nibble of the F16 d.
     */
    static final class M extends Iq1 {
        private static final int NIBBLES_AT = 32;
        private static final int SCALES_AT = 48;

        M() {
            super(16, 56);
        }

        @Override
        void begin(Avx2Assembler a) {
            byte[] places = new byte[32];
            short[] factors = new short[16];
            for (int i = 0; i < 16; i++) {
                places[2 * i] = (byte) (i / 2);
                places[2 * i + 1] = (byte) 128; // nothing
                factors[i] = (short) (i % 2 == 0 ? 256 : 16);
            }
            for (int half = 0; half < 2; half++) {
                spread(a, NIBBLES_AT + 8 * half, places);
                a.vpmullw(T0, T0, Mem.at(a.code().constant(factors)));
                keepIndices(a, T0, Mem.at(SOURCE, 16 * half), half);
            }
            superScale(a);
            for (int half = 0; half < 2; half++) {
                a.vpbroadcastd(T0, Mem.at(SOURCE, SCALES_AT + 4 * half));
                int[] shifts = {0, 3, 6, 9, 16, 19, 22, 25};
                a.vpsrlvd(T0, T0, Mem.at(a.code().constant(shifts)));
                scales(a, SCALES.plus(32 * half), T0, T2);
            }
        }

        /** T2 = d, whose nibbles are the upper ones of the scales' words. */
        private static void superScale(Avx2Assembler a) {
            a.vmovq(T2.x(), Mem.at(SOURCE, SCALES_AT));
            a.vpsrlw(T2.x(), T2.x(), 12);
            short[] pairs = {1, 16, 1, 16, 0, 0, 0, 0};
            a.vpmaddwd(T2.x(), T2.x(), Mem.at(a.code().constant(pairs)));
            a.vpshufd(T3.x(), T2.x(), 1);
            a.vpslld(T3.x(), T3.x(), 8);
            a.vpor(T2.x(), T2.x(), T3.x());
            a.vpbroadcastw(T2.x(), T2.x());
            a.vcvtph2ps(T2, T2.x());
        }

        @Override
        void negatives(Avx2Assembler a, int part) {
            byte[] places = new byte[32];
            byte[] bits = new byte[32];
            for (int i = 0; i < 32; i++) {
                places[i] = (byte) (i / 16);
                bits[i] = (byte) (i % 16 < 8 ? 8 : 128);
            }
            a.vpbroadcastw(T0, Mem.at(SOURCE, NIBBLES_AT + 2 * part));
            a.vpshufb(T0, T0, Mem.at(a.code().constant(places)));
            a.vpand(T0, T0, Mem.at(a.code().constant(bits)));
            a.vpcmpeqb(T0, T0, Mem.at(a.code().constant(bits)));
        }
    }
}
