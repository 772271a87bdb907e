package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.block.Codebooks;

/** Points of four coordinates: IQ3_XXS and IQ3_S. */
final class Iq3 {
    private static final long[] NONE = {};

    private Iq3() {}

    /** [f16 d][64 indices][8 times: four times seven sign bits, four bits of scale]. */
    static final class Xxs extends Points {
        Xxs() {
            super(NONE, Codebooks.IQ3_XXS, 32, 98);
        }

        @Override
        void begin(Avx2Assembler a) {
            a.vmovdqu(T0, Mem.at(SOURCE, 66));
            signsAndScales(a, T0, 0.5f);
        }

        @Override
        void index(Avx2Assembler a, int point) {
            a.movzx8(TEMP, Mem.at(SOURCE, 2 + point));
        }
    }

    /**
     * [f16 d][64 low bytes of indices][64 ninth bits][32 bytes of signs][8 nibbles of scales]; the
     * scale of a group is d · (1 + 2 · nibble).
     */
    static final class S extends Points {
        S() {
            super(NONE, Codebooks.IQ3_S, 32, 110);
        }

        @Override
        void begin(Avx2Assembler a) {
            for (int quarter = 0; quarter < 4; quarter++) {
                byte[] bytes = new byte[32];
                short[] bits = new short[16];
                for (int i = 0; i < 16; i++) {
                    bytes[2 * i] = (byte) (i / 8);
                    bytes[2 * i + 1] = (byte) 128; // nothing
                    bits[i] = (short) (1 << (i % 8));
                }
                a.vpbroadcastw(T0, Mem.at(SOURCE, 66 + 2 * quarter));
                a.vpshufb(T0, T0, Mem.at(a.code().constant(bytes)));
                a.vpand(T0, T0, Mem.at(a.code().constant(bits)));
                a.vpcmpeqw(T0, T0, Mem.at(a.code().constant(bits)));
                a.vpand(T0, T0, Constants.words(a, 256));
                a.vpmovzxbw(T1, Mem.at(SOURCE, 2 + 16 * quarter));
                a.vpor(T0, T0, T1);
                a.vmovdqu(INDICES.plus(32 * quarter), T0);
            }
            a.vmovd(T0.x(), Mem.at(SOURCE, 106));
            a.vpsrlw(T1.x(), T0.x(), 4);
            a.vpunpcklbw(T0.x(), T0.x(), T1.x());
            a.vpand(T0.x(), T0.x(), Constants.bytes(a, 15));
            a.vpmovzxbd(T1, T0.x());
            scale(a, SCALES, T1, 0.5f, 2);
        }

        @Override
        void index(Avx2Assembler a, int point) {
            a.movzx16(TEMP, INDICES.plus(2 * point));
        }

        @Override
        Mem signs(int part) {
            return Mem.at(SOURCE, 74 + 4 * part);
        }
    }
}
