package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Q4_K and Q5_K: [f16 d][f16 dmin][12 bytes: 8 scales and 8 minima of 6 bits][Q5_K: 32 bytes of
 * fifth bits][128 bytes of nibbles]. 64 values share 32 bytes: the first 32 their low, the others
 * their high nibbles. Bit i of byte l of the fifth bits belongs to value 32 · i + l.
 */
final class NibblesK extends Unpack {
    private static final Vec SHIFTS = zmm(20);
    private static final Vec LOW_NIBBLE = zmm(21);
    static final Vec SIXTEEN = zmm(22);
    private static final Vec LOW_SIX = zmm(23);
    private static final Vec LOW_FOUR = zmm(24);
    private static final Vec HIGH_TWO = zmm(25);
    private static final Vec FACTOR_INDEX = zmm(26);
    private static final Vec MINIMUM_INDEX = zmm(27);
    private static final Vec FIFTH_BITS = T0;
    private static final Vec SIGN_BITS = zmm(19);
    private static final int LANE_INDEX_FIRST = 28;

    private final boolean fifthBits;

    NibblesK(boolean fifthBits) {
        super(0, 32, true, 256, fifthBits ? 176 : 144);
        this.fifthBits = fifthBits;
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(SHIFTS, wordHalves(a, 0, 4));
        a.vmovdqu32(LOW_NIBBLE, bytes(a, 15));
        a.vmovdqu32(SIXTEEN, bytes(a, 16));
        a.vpbroadcastd(SIGN_BITS, Mem.at(a.code().constant(1 << 31)));
        a.vmovdqu32(LOW_SIX, bytes(a, 0x3F));
        a.vmovdqu32(LOW_FOUR, bytes(a, 0x0F));
        a.vmovdqu32(HIGH_TWO, bytes(a, 0x30));
        a.vmovdqu32(FACTOR_INDEX, lanes(a, 0, 8));
        a.vmovdqu32(MINIMUM_INDEX, lanes(a, 8, 2));
        for (int chunk = 0; chunk < 4; chunk++) {
            a.vmovdqu32(zmm(LANE_INDEX_FIRST + chunk), lanes(a, 2 * chunk, 8));
        }
    }

    /**
     * Scales 0 to 3 and minima 0 to 3 are the low six bits of the first eight bytes; the others
     * have their low four bits in the last four bytes and their upper two on top of the first
     * eight.
     */
    void scalesAndMinima(Avx512Assembler a) {
        a.mov(TEMP, Mem.at(SOURCE, 4));
        a.vmovq(T1.x(), TEMP);
        a.mov32(TEMP, Mem.at(SOURCE, 12));
        a.vmovd(T2.x(), TEMP);
        a.vpsrld(T3.x(), T2.x(), 4);
        a.vpunpckldq(T2.x(), T2.x(), T3.x());
        a.vpandd(T2.x(), T2.x(), LOW_FOUR.x());
        a.vpsrld(T3.x(), T1.x(), 2);
        a.vpandd(T3.x(), T3.x(), HIGH_TWO.x());
        a.vpord(T2.x(), T2.x(), T3.x());
        a.vpandd(T1.x(), T1.x(), LOW_SIX.x());
        a.vpunpckldq(T1.x(), T1.x(), T2.x()); // scales 0 to 7, minima 0 to 7
        a.vpmovzxbd(T1, T1.x());
        a.vcvtdq2ps(T1, T1);
        a.vmovd(T2.x(), Mem.at(SOURCE));
        a.vcvtph2ps(T2.x(), T2.x());
        a.vpermps(T2, FACTOR_INDEX, T2);
        a.vmulps(SCALES, T1, T2);
        a.vpermps(MINIMA, MINIMUM_INDEX, SCALES);
        a.vpxord(MINIMA, MINIMA, SIGN_BITS);
    }

    @Override
    void begin(Avx512Assembler a) {
        scalesAndMinima(a);
        if (fifthBits) {
            a.vbroadcasti64x4(FIFTH_BITS, Mem.at(SOURCE, 16));
        }
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vbroadcasti64x4(Q, Mem.at(SOURCE, (fifthBits ? 48 : 16) + 32 * chunk));
        a.vpsrlvw(Q, Q, SHIFTS);
        a.vpandd(Q, Q, LOW_NIBBLE);
        if (fifthBits) {
            a.vptestmb(Mask.K4, FIFTH_BITS, halves(a, 1 << (2 * chunk), 2 << (2 * chunk)));
            a.k(Mask.K4).vpaddb(Q, Q, SIXTEEN);
        }
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return zmm(LANE_INDEX_FIRST + chunk);
    }
}
