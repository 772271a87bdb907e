package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

/**
 * Q4_K and Q5_K: [f16 d][f16 dmin][12 bytes: 8 scales and 8 minima of 6 bits][Q5_K: 32 bytes of
 * fifth bits][128 bytes of nibbles]. 64 values share 32 bytes: the first 32 their low, the others
 * their high nibbles. Bit i of byte l of the fifth bits belongs to value 32 · i + l.
 */
final class NibblesK extends Unpack {
    private static final int FIFTH_BIT = 4;

    private final boolean fifthBits;

    NibblesK(boolean fifthBits) {
        super(new Traits(0, fifthBits ? 31 : 15, false, 32, true), 256, fifthBits ? 176 : 144);
        this.fifthBits = fifthBits;
    }

    /**
     * Scales 0 to 3 and minima 0 to 3 are the low six bits of the first eight bytes; the others
     * have their low four bits in the last four bytes and their upper two on top of the first
     * eight.
     */
    @Override
    void begin(Avx2Assembler a) {
        a.vmovq(T0.x(), Mem.at(SOURCE, 4));
        a.vmovd(T1.x(), Mem.at(SOURCE, 12));
        a.vpsrld(T2.x(), T1.x(), 4);
        a.vpunpckldq(T1.x(), T1.x(), T2.x());
        a.vpand(T1.x(), T1.x(), Constants.bytes(a, 0x0F));
        a.vpsrld(T2.x(), T0.x(), 2);
        a.vpand(T2.x(), T2.x(), Constants.bytes(a, 0x30));
        a.vpor(T1.x(), T1.x(), T2.x());
        a.vpand(T0.x(), T0.x(), Constants.bytes(a, 0x3F));
        a.vpunpckldq(T0.x(), T0.x(), T1.x()); // scales 0 to 7, minima 0 to 7
        a.vpmovzxbd(T1, T0.x());
        half(a, T2, 0);
        products(a, SCALES, T1, T2);
        a.vpshufd(T0.x(), T0.x(), 0x4E);
        a.vpmovzxbd(T1, T0.x());
        a.vcvtdq2ps(T1, T1);
        half(a, T2, 2);
        a.vpxor(T3, T3, T3);
        a.vfnmadd231ps(T3, T1, T2);
        // Each minimum twice, once for each 16 values.
        a.vpunpckldq(T0, T3, T3);
        a.vpunpckhdq(T1, T3, T3);
        a.vperm2i128(T2, T0, T1, 0x20);
        a.vperm2i128(T3, T0, T1, 0x31);
        a.vmovups(MINIMA, T2);
        a.vmovups(MINIMA.plus(32), T3);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        a.vmovdqu(Q, Mem.at(SOURCE, (fifthBits ? 48 : 16) + 32 * (part / 2)));
        if (part % 2 == 1) {
            a.vpsrlw(Q, Q, 4);
        }
        a.vpand(Q, Q, Constants.bytes(a, 15));
        if (fifthBits) {
            a.vmovdqu(T0, Mem.at(SOURCE, 16));
            if (part < FIFTH_BIT) {
                a.vpsllw(T0, T0, FIFTH_BIT - part);
            } else if (part > FIFTH_BIT) {
                a.vpsrlw(T0, T0, part - FIFTH_BIT);
            }
            a.vpand(T0, T0, Constants.bytes(a, 1 << FIFTH_BIT));
            a.vpor(Q, Q, T0);
        }
    }
}
