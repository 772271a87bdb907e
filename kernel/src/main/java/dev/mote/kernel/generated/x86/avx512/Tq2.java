package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** TQ2_0: [64 bytes of bit pairs, pair i of each 32 bytes for values 32 · i on][f16 d]. */
final class Tq2 extends Unpack {
    private static final int SCALE_AT = 64;
    private static final Vec LOW_PAIR = zmm(20);
    private static final Vec SHIFTS_FIRST = zmm(21);
    private static final Vec SHIFTS_SECOND = zmm(22);
    private static final Vec PAIRS = T0;

    Tq2() {
        super(1, 32, false, 256, 66);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(LOW_PAIR, bytes(a, 3));
        a.vmovdqu32(SHIFTS_FIRST, wordHalves(a, 0, 2));
        a.vmovdqu32(SHIFTS_SECOND, wordHalves(a, 4, 6));
    }

    @Override
    void begin(Avx512Assembler a) {
        a.vpbroadcastw(SCALES.y(), Mem.at(SOURCE, SCALE_AT));
        a.vcvtph2ps(SCALES, SCALES.y());
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        if (chunk % 2 == 0) {
            a.vbroadcasti64x4(PAIRS, Mem.at(SOURCE, 16 * chunk));
        }
        a.vpsrlvw(Q, PAIRS, chunk % 2 == 0 ? SHIFTS_FIRST : SHIFTS_SECOND);
        a.vpandd(Q, Q, LOW_PAIR);
    }
}
