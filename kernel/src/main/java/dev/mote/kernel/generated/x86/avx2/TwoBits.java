package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

/**
 * Q2_K: [16 bytes: scale in the low, minimum in the high nibble][64 bytes of bit pairs][f16 d][f16
 * dmin]; Q3_K: [32 bytes of third bits][64 bytes of bit pairs][12 bytes: 16 scales of 6 bits][f16
 * d].
 *
 * <p>Each half of 128 values has 32 bytes of bit pairs, pair i for values 32 · i on; third bit i of
 * byte l belongs to value 32 · i + l of the block.
 */
final class TwoBits extends Unpack {
    private static final int THIRD_BIT = 2;

    private final boolean thirdBits;

    TwoBits(boolean thirdBits) {
        super(
                new Traits(thirdBits ? 4 : 0, thirdBits ? 7 : 3, false, 16, !thirdBits),
                256,
                thirdBits ? 110 : 84);
        this.thirdBits = thirdBits;
    }

    @Override
    void begin(Avx2Assembler a) {
        if (thirdBits) {
            scalesOf6Bits(a);
        } else {
            half(a, T2, 80);
            half(a, T3, 82);
            for (int i = 0; i < 2; i++) {
                a.vpmovzxbd(T0, Mem.at(SOURCE, 8 * i));
                a.vpsrld(T1, T0, 4);
                a.vpand(T0, T0, Constants.integers(a, 15));
                products(a, SCALES.plus(32 * i), T0, T2);
                a.vcvtdq2ps(T1, T1);
                a.vpxor(T0, T0, T0);
                a.vfnmadd231ps(T0, T1, T3);
                a.vmovups(MINIMA.plus(32 * i), T0);
            }
        }
    }

    /**
     * The low four bits of scales 0 to 7 are the low, of 8 to 15 the high nibbles of the first
     * eight bytes; the upper two bits of scale i are pair i / 4 of byte 8 + i % 4.
     */
    private static void scalesOf6Bits(Avx2Assembler a) {
        a.vmovq(T0.x(), Mem.at(SOURCE, 96));
        a.vpsrld(T1.x(), T0.x(), 4);
        a.vpunpcklqdq(T0.x(), T0.x(), T1.x());
        a.vpand(T0.x(), T0.x(), Constants.bytes(a, 0x0F));
        a.vpbroadcastd(T1.x(), Mem.at(SOURCE, 104));
        a.vpsllvd(T1.x(), T1.x(), Mem.at(a.code().constant(4, 2, 0, 0)));
        a.vpsrlvd(T1.x(), T1.x(), Mem.at(a.code().constant(0, 0, 0, 2)));
        a.vpand(T1.x(), T1.x(), Constants.bytes(a, 0x30));
        a.vpor(T0.x(), T0.x(), T1.x());
        a.vpsubb(T0.x(), T0.x(), Constants.bytes(a, 32));
        half(a, T2, 108);
        a.vpmovsxbd(T1, T0.x());
        products(a, SCALES, T1, T2);
        a.vpshufd(T0.x(), T0.x(), 0x4E);
        a.vpmovsxbd(T1, T0.x());
        products(a, SCALES.plus(32), T1, T2);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        a.vmovdqu(Q, Mem.at(SOURCE, (thirdBits ? 32 : 16) + 32 * (part / 4)));
        if (part % 4 > 0) {
            a.vpsrlw(Q, Q, 2 * (part % 4));
        }
        a.vpand(Q, Q, Constants.bytes(a, 3));
        if (thirdBits) {
            a.vmovdqu(T0, Mem.at(SOURCE));
            if (part < THIRD_BIT) {
                a.vpsllw(T0, T0, THIRD_BIT - part);
            } else if (part > THIRD_BIT) {
                a.vpsrlw(T0, T0, part - THIRD_BIT);
            }
            a.vpand(T0, T0, Constants.bytes(a, 1 << THIRD_BIT));
            a.vpor(Q, Q, T0);
        }
    }
}
