package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.block.Codebooks;

import java.util.Arrays;

/** Points of eight coordinates: IQ2_XXS, IQ2_XS and IQ2_S. */
final class Iq2 {
    private static final Vec INDEX = Points.T1;

    private Iq2() {}

    /** [f16 d] and 8 times [4 indices][4 times seven sign bits, four bits of scale]. */
    static final class Xxs extends Points {
        Xxs() {
            super(Codebook.ofEight(Codebooks.IQ2_XXS), false, 32, 66);
        }

        @Override
        void begin(Avx512Assembler a) {
            Vec packed = MINIMA; // free here: there are none
            a.vmovdqu64(packed, Mem.at(SOURCE, 2));
            // Indices to words, whose upper bytes do not matter.
            byte[] indices = new byte[64];
            int[] signs = new int[16];
            for (int i = 0; i < 32; i++) {
                indices[2 * i] = (byte) (i / 4 * 8 + i % 4);
                signs[i / 2] = i / 2 * 2 + 1;
            }
            a.vmovdqu8(INDEX, Mem.at(a.code().constant(indices)));
            a.vpermb(INDEX, INDEX, packed);
            codebook.lookUp(a, CODES, INDEX);
            a.vmovdqu32(T2, Mem.at(a.code().constant(signs)));
            a.vpermd(packed, T2, packed);
            signsAndScales(a, packed, 0.25f);
        }

        @Override
        Mem signs(int chunk) {
            return SPILL.plus(8 * chunk);
        }
    }

    /** [f16 d][32 words: nine bits of index, seven sign bits][16 nibbles of scales]. */
    static final class Xs extends Points {
        Xs() {
            super(Codebook.ofEight(Codebooks.IQ2_XS), false, 16, 74);
        }

        @Override
        void begin(Avx512Assembler a) {
            a.vmovdqu16(INDEX, Mem.at(SOURCE, 2));
            codebook.lookUp(a, CODES, INDEX);
            byte[] upperBytes = new byte[64];
            for (int i = 0; i < 32; i++) {
                upperBytes[i] = (byte) (2 * i + 1);
            }
            a.vmovdqu8(T2, Mem.at(a.code().constant(upperBytes)));
            a.vpermb(T2, T2, INDEX);
            completeSigns(a, T2, 1);
            nibbles(a, T4, Mem.at(SOURCE, 66));
            scale(a, T4, 0.5f, 0.25f);
        }

        @Override
        Mem signs(int chunk) {
            return SPILL.plus(8 * chunk);
        }
    }

    /**
     * [f16 d][32 low bytes of indices][32 bytes of signs][8 bytes: upper two bits of four indices
     * each][16 nibbles of scales].
     */
    static final class S extends Points {
        S() {
            super(Codebook.ofEight(Codebooks.IQ2_S), false, 16, 82);
        }

        @Override
        void begin(Avx512Assembler a) {
            byte[] upperBytes = new byte[64];
            short[] shifts = new short[32];
            short[] upperBits = new short[32];
            for (int i = 0; i < 32; i++) {
                upperBytes[2 * i] = (byte) (i / 4);
                upperBytes[2 * i + 1] = (byte) (i / 4);
                shifts[i] = (short) (i % 4 * 2);
            }
            Arrays.fill(upperBits, (short) 0x300);
            a.mov(TEMP, Mem.at(SOURCE, 66));
            a.vmovq(T3.x(), TEMP);
            a.vmovdqu8(T2, Mem.at(a.code().constant(upperBytes)));
            a.vpermb(T2, T2, T3);
            // Each byte stands in both halves of its words, so the pair arrives at bits 8 and 9.
            a.vpsrlvw(T2, T2, Mem.at(a.code().constant(shifts)));
            a.vpmovzxbw(INDEX, Mem.at(SOURCE, 2));
            a.vpternlogd(INDEX, T2, Mem.at(a.code().constant(upperBits)), 0xF8);
            codebook.lookUp(a, CODES, INDEX);
            nibbles(a, T4, Mem.at(SOURCE, 74));
            scale(a, T4, 0.5f, 0.25f);
        }

        @Override
        Mem signs(int chunk) {
            return Mem.at(SOURCE, 34 + 8 * chunk);
        }
    }
}
