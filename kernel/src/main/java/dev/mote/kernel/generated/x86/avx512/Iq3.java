package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.block.Codebooks;

import java.util.Arrays;

/** Points of four coordinates: IQ3_XXS and IQ3_S. */
final class Iq3 {
    /** Free until the scales are made. */
    private static final Vec INDEX = Points.SCALES;

    private Iq3() {}

    /** [f16 d][64 indices][8 times: four times seven sign bits, four bits of scale]. */
    static final class Xxs extends Points {
        Xxs() {
            super(Codebook.ofFour(Codebooks.IQ3_XXS), true, 32, 98);
        }

        @Override
        void begin(Avx512Assembler a) {
            a.vpmovzxbw(INDEX, Mem.at(SOURCE, 2));
            codebook.lookUp(a, CODES, INDEX);
            a.vpmovzxbw(INDEX, Mem.at(SOURCE, 34));
            codebook.lookUp(a, MORE_CODES, INDEX);
            a.vmovdqu32(T4.y(), Mem.at(SOURCE, 66));
            signsAndScales(a, T4, 0.5f);
        }

        @Override
        Mem signs(int chunk) {
            return SPILL.plus(8 * chunk);
        }
    }

    /**
     * [f16 d][64 low bytes of indices][64 ninth bits][32 bytes of signs][8 nibbles of scales]; the
     * scale of a group is d · (1 + 2 · nibble).
     */
    static final class S extends Points {
        S() {
            super(Codebook.ofFour(Codebooks.IQ3_S), true, 32, 110);
        }

        @Override
        void begin(Avx512Assembler a) {
            index(a, 0);
            codebook.lookUp(a, CODES, INDEX);
            index(a, 1);
            codebook.lookUp(a, MORE_CODES, INDEX);
            a.mov32(TEMP, Mem.at(SOURCE, 106));
            a.vmovq(T2.x(), TEMP);
            a.vpsrlw(T3.x(), T2.x(), 4);
            a.vpunpcklbw(T2.x(), T2.x(), T3.x());
            a.vpandd(T2.x(), T2.x(), bytes(a, 15));
            a.vpmovzxbd(T4.y(), T2.x());
            scale(a, T4, 0.5f, 2);
        }

        private static void index(Avx512Assembler a, int half) {
            short[] ninth = new short[32];
            Arrays.fill(ninth, (short) 256);
            a.vpmovzxbw(INDEX, Mem.at(SOURCE, 2 + 32 * half));
            a.kmovd(Mask.K4, Mem.at(SOURCE, 66 + 4 * half));
            a.k(Mask.K4).vpaddw(INDEX, INDEX, Mem.at(a.code().constant(ninth)));
        }

        @Override
        Mem signs(int chunk) {
            return Mem.at(SOURCE, 74 + 8 * chunk);
        }
    }
}
