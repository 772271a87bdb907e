package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.ymm;
import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Tables;

/**
 * IQ4_XS: [f16 d][uint16: upper bit pairs of the scales][4 bytes: their low nibbles][8 × 16 bytes
 * of nibbles], which are indices into the table of IQ4_NL; group i has scale − 32.
 */
final class Iq4Xs extends Unpack {
    private static final Vec SHIFTS = zmm(20);
    private static final Vec LOW_NIBBLE = zmm(21);
    private static final Vec TABLE = zmm(22);
    private static final Vec SPREAD = zmm(23);
    private static final Vec LOW_SHIFTS = ymm(24);
    private static final Vec HIGH_SHIFTS = ymm(25);
    private static final Vec MASK_15 = ymm(26);
    private static final Vec MASK_48 = ymm(27);
    private static final int LANE_INDEX_FIRST = 28;

    Iq4Xs() {
        super(128, 32, false, 256, 136);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        short[] shifts = new short[32];
        for (int i = 0; i < 32; i++) {
            shifts[i] = (short) (i / 8 % 2 * 4);
        }
        a.vmovdqu32(SHIFTS, Mem.at(a.code().constant(shifts)));
        a.vmovdqu32(LOW_NIBBLE, bytes(a, 15));
        a.vbroadcasti32x4(TABLE, Mem.at(a.code().constant(Tables.iq4(128))));
        a.vmovdqu32(SPREAD, Mem.at(a.code().constant(0L, 1L, 0L, 1L, 2L, 3L, 2L, 3L)));
        a.vmovdqu32(LOW_SHIFTS, Mem.at(a.code().constant(0, 4, 8, 12, 16, 20, 24, 28)));
        // The pairs go to bits 4 and 5: shifted left by four beforehand.
        a.vmovdqu32(HIGH_SHIFTS, Mem.at(a.code().constant(0, 2, 4, 6, 8, 10, 12, 14)));
        a.vpbroadcastd(MASK_15, Mem.at(a.code().constant(15)));
        a.vpbroadcastd(MASK_48, Mem.at(a.code().constant(48)));
        for (int chunk = 0; chunk < 4; chunk++) {
            a.vmovdqu32(zmm(LANE_INDEX_FIRST + chunk), lanes(a, 2 * chunk, 8));
        }
    }

    @Override
    void begin(Avx512Assembler a) {
        Vec low = T1.y();
        Vec high = T2.y();
        a.vpbroadcastd(low, Mem.at(SOURCE, 4));
        a.vpsrlvd(low, low, LOW_SHIFTS);
        a.vpandd(low, low, MASK_15);
        a.movzx16(TEMP, Mem.at(SOURCE, 2));
        a.shl(TEMP, 4);
        a.vpbroadcastd(high, TEMP);
        a.vpsrlvd(high, high, HIGH_SHIFTS);
        a.vpandd(high, high, MASK_48);
        a.vpord(low, low, high);
        a.vpsubd(low, low, Mem.at(a.code().constant(32)).broadcast());
        a.vcvtdq2ps(low, low);
        a.vpbroadcastw(high.x(), Mem.at(SOURCE));
        a.vcvtph2ps(high, high.x());
        a.vmulps(SCALES.y(), low, high);
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vmovdqu32(Q.y(), Mem.at(SOURCE, 8 + 32 * chunk));
        a.vpermq(Q, SPREAD, Q);
        a.vpsrlvw(Q, Q, SHIFTS);
        a.vpandd(Q, Q, LOW_NIBBLE);
        a.vpshufb(Q, TABLE, Q);
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return zmm(LANE_INDEX_FIRST + chunk);
    }
}
