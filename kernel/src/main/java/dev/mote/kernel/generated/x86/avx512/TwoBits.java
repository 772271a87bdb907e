package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Q2_K: [16 bytes: scale in the low, minimum in the high nibble][64 bytes of bit pairs][f16 d][f16
 * dmin]; Q3_K: [32 bytes of third bits][64 bytes of bit pairs][12 bytes: 16 scales of 6 bits][f16
 * d].
 *
 * <p>Each half of 128 values has 32 bytes of bit pairs, pair i for values 32 · i on; third bit i of
 * byte l belongs to value 32 · i + l of the block.
 */
final class TwoBits extends Unpack {
    private static final Vec LOW_PAIR = zmm(20);
    private static final Vec FOUR = zmm(21);
    private static final Vec MASK_15 = zmm(22);
    private static final Vec SHIFTS_FIRST = zmm(23);
    private static final Vec SHIFTS_SECOND = zmm(24);
    private static final Vec LOW_FOUR = zmm(25);
    private static final Vec UPPER = zmm(26);
    private static final Vec THIRTY_TWO = zmm(27);
    private static final int LANE_INDEX_FIRST = 28;
    private static final Vec THIRD_BITS = T0;
    private static final Vec PAIRS = T5;

    private final boolean thirdBits;

    TwoBits(boolean thirdBits) {
        super(thirdBits ? 4 : 0, 16, !thirdBits, 256, thirdBits ? 110 : 84);
        this.thirdBits = thirdBits;
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(LOW_PAIR, bytes(a, 3));
        a.vmovdqu32(FOUR, bytes(a, 4));
        a.vpbroadcastd(MASK_15, Mem.at(a.code().constant(15)));
        a.vmovdqu32(SHIFTS_FIRST, wordHalves(a, 0, 2));
        a.vmovdqu32(SHIFTS_SECOND, wordHalves(a, 4, 6));
        a.vmovdqu32(LOW_FOUR, bytes(a, 15));
        a.vmovdqu32(UPPER, bytes(a, 0x30));
        a.vpbroadcastd(THIRTY_TWO, Mem.at(a.code().constant(32)));
        for (int chunk = 0; chunk < 4; chunk++) {
            a.vmovdqu32(zmm(LANE_INDEX_FIRST + chunk), lanes(a, 4 * chunk, 4));
        }
    }

    @Override
    void begin(Avx512Assembler a) {
        if (thirdBits) {
            scalesOf6Bits(a);
            a.vpbroadcastw(T2.y(), Mem.at(SOURCE, 108));
            a.vcvtph2ps(T2, T2.y());
            a.vmulps(SCALES, T1, T2);
            a.vbroadcasti64x4(THIRD_BITS, Mem.at(SOURCE));
        } else {
            a.vpmovzxbd(T1, Mem.at(SOURCE));
            a.vpsrld(T2, T1, 4);
            a.vpandd(T1, T1, MASK_15);
            a.vcvtdq2ps(T1, T1);
            a.vcvtdq2ps(T2, T2);
            a.vpbroadcastw(T3.y(), Mem.at(SOURCE, 80));
            a.vcvtph2ps(T3, T3.y());
            a.vmulps(SCALES, T1, T3);
            a.vpbroadcastw(T3.y(), Mem.at(SOURCE, 82));
            a.vcvtph2ps(T3, T3.y());
            a.vpxord(MINIMA, MINIMA, MINIMA);
            a.vfnmadd231ps(MINIMA, T2, T3);
        }
    }

    /**
     * The low four bits of scales 0 to 7 are the low, of 8 to 15 the high nibbles of the first
     * eight bytes; the upper two bits of scale i are pair i / 4 of byte 8 + i % 4.
     */
    private void scalesOf6Bits(Avx512Assembler a) {
        a.mov(TEMP, Mem.at(SOURCE, 96));
        a.vmovq(T1.x(), TEMP);
        a.vpsrld(T2.x(), T1.x(), 4);
        a.vpunpcklqdq(T1.x(), T1.x(), T2.x());
        a.vpandd(T1.x(), T1.x(), LOW_FOUR.x());
        a.mov32(TEMP, Mem.at(SOURCE, 104));
        a.vpbroadcastd(T2.x(), TEMP);
        a.vpsllvd(T3.x(), T2.x(), Mem.at(a.code().constant(4, 2, 0, 0)));
        a.vpsrlvd(T3.x(), T3.x(), Mem.at(a.code().constant(0, 0, 0, 2)));
        a.vpandd(T3.x(), T3.x(), UPPER.x());
        a.vpord(T1.x(), T1.x(), T3.x());
        a.vpmovzxbd(T1, T1.x());
        a.vpsubd(T1, T1, THIRTY_TWO);
        a.vcvtdq2ps(T1, T1);
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        if (chunk % 2 == 0) {
            a.vbroadcasti64x4(PAIRS, Mem.at(SOURCE, (thirdBits ? 32 : 16) + 16 * chunk));
        }
        a.vpsrlvw(Q, PAIRS, chunk % 2 == 0 ? SHIFTS_FIRST : SHIFTS_SECOND);
        a.vpandd(Q, Q, LOW_PAIR);
        if (thirdBits) {
            a.vptestmb(Mask.K4, THIRD_BITS, halves(a, 1 << (2 * chunk), 2 << (2 * chunk)));
            a.k(Mask.K4).vpaddb(Q, Q, FOUR);
        }
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return zmm(LANE_INDEX_FIRST + chunk);
    }
}
