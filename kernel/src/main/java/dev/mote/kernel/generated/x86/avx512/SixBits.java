package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Q6_K: [128 bytes of low nibbles][64 bytes of upper bit pairs][16 signed scales][f16 d].
 *
 * <p>Each half of 128 values has 64 bytes of nibbles, low ones first, and 32 bytes of bit pairs,
 * pair i for values 32 · i on.
 */
final class SixBits extends Unpack {
    private static final Vec LOW_NIBBLE = zmm(20);
    private static final Vec UPPER = zmm(21);
    private static final Vec SHIFTS_LEFT = zmm(22);
    private static final Vec SHIFTS_RIGHT = zmm(23);
    private static final Vec PAIRS = T0;
    private static final int LANE_INDEX_FIRST = 24;

    SixBits() {
        super(32, 16, false, 256, 210);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(LOW_NIBBLE, bytes(a, 15));
        a.vmovdqu32(UPPER, bytes(a, 0x30));
        a.vmovdqu32(SHIFTS_LEFT, wordHalves(a, 4, 2));
        a.vmovdqu32(SHIFTS_RIGHT, wordHalves(a, 0, 2));
        for (int chunk = 0; chunk < 4; chunk++) {
            a.vmovdqu32(zmm(LANE_INDEX_FIRST + chunk), lanes(a, 4 * chunk, 4));
        }
    }

    @Override
    void begin(Avx512Assembler a) {
        a.vpmovsxbd(T1, Mem.at(SOURCE, 192));
        a.vcvtdq2ps(T1, T1);
        a.vpbroadcastw(T2.y(), Mem.at(SOURCE, 208));
        a.vcvtph2ps(T2, T2.y());
        a.vmulps(SCALES, T1, T2);
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        int half = chunk / 2;
        if (chunk % 2 == 0) {
            a.vbroadcasti64x4(PAIRS, Mem.at(SOURCE, 128 + 32 * half));
            a.vpandd(Q, LOW_NIBBLE, Mem.at(SOURCE, 64 * half));
            a.vpsllvw(T1, PAIRS, SHIFTS_LEFT);
        } else {
            a.vpsrlw(Q, Mem.at(SOURCE, 64 * half), 4);
            a.vpandd(Q, Q, LOW_NIBBLE);
            a.vpsrlvw(T1, PAIRS, SHIFTS_RIGHT);
        }
        a.vpternlogd(Q, T1, UPPER, 0xF8); // q | (pairs & 0x30)
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return zmm(LANE_INDEX_FIRST + chunk);
    }
}
