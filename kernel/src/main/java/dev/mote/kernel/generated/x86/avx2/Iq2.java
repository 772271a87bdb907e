package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.block.Codebooks;

/** Points of eight coordinates: IQ2_XXS, IQ2_XS and IQ2_S. */
final class Iq2 {
    private static final int[] NONE = {};

    private Iq2() {}

    /** [f16 d] and 8 times [4 indices][4 times seven sign bits, four bits of scale]. */
    static final class Xxs extends Points {
        Xxs() {
            super(Codebooks.IQ2_XXS, NONE, 32, 66);
        }

        @Override
        void begin(Avx2Assembler a) {
            a.vmovdqu(T0, Mem.at(SOURCE, 2));
            a.vshufps(T0, T0, Mem.at(SOURCE, 34), 0xDD); // odd doublewords, lanes interleaved
            a.vpermq(T0, T0, 0xD8);
            signsAndScales(a, T0, 0.25f);
        }

        @Override
        void index(Avx2Assembler a, int point) {
            a.movzx8(TEMP, Mem.at(SOURCE, 2 + point / 4 * 8 + point % 4));
        }
    }

    /** [f16 d][32 words: nine bits of index, seven sign bits][16 nibbles of scales]. */
    static final class Xs extends Points {
        Xs() {
            super(Codebooks.IQ2_XS, NONE, 16, 74);
        }

        @Override
        void begin(Avx2Assembler a) {
            a.vmovdqu(T0, Mem.at(SOURCE, 2));
            a.vmovdqu(T1, Mem.at(SOURCE, 34));
            a.vpsrlw(T0, T0, 9);
            a.vpsrlw(T1, T1, 9);
            a.vpackuswb(T0, T0, T1);
            a.vpermq(T0, T0, 0xD8);
            completeSigns(a, T0);
            scalesOfNibbles(a, 66);
        }

        @Override
        void index(Avx2Assembler a, int point) {
            a.movzx16(TEMP, Mem.at(SOURCE, 2 + 2 * point));
            a.and(TEMP, 511);
        }
    }

    /**
     * [f16 d][32 low bytes of indices][32 bytes of signs][8 bytes: upper two bits of four indices
     * each][16 nibbles of scales].
     */
    static final class S extends Points {
        S() {
            super(Codebooks.IQ2_S, NONE, 16, 82);
        }

        @Override
        void begin(Avx2Assembler a) {
            for (int half = 0; half < 2; half++) {
                byte[] upper = new byte[32];
                short[] factors = new short[16];
                for (int i = 0; i < 16; i++) {
                    upper[2 * i] = (byte) (i / 4);
                    upper[2 * i + 1] = (byte) 128; // nothing
                    factors[i] = (short) (1 << (8 - 2 * (i % 4)));
                }
                a.vpbroadcastd(T0, Mem.at(SOURCE, 66 + 4 * half));
                a.vpshufb(T0, T0, Mem.at(a.code().constant(upper)));
                a.vpmullw(T0, T0, Mem.at(a.code().constant(factors)));
                a.vpand(T0, T0, Constants.words(a, 0x300));
                a.vpmovzxbw(T1, Mem.at(SOURCE, 2 + 16 * half));
                a.vpor(T0, T0, T1);
                a.vmovdqu(INDICES.plus(32 * half), T0);
            }
            scalesOfNibbles(a, 74);
        }

        @Override
        void index(Avx2Assembler a, int point) {
            a.movzx16(TEMP, INDICES.plus(2 * point));
        }

        @Override
        Mem signs(int part) {
            return Mem.at(SOURCE, 34 + 4 * part);
        }
    }
}
