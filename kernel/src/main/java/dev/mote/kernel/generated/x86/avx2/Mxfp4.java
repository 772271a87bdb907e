package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.generated.x86.Tables;

/**
 * MXFP4: [exponent byte][16 bytes of nibbles], which are codes of E2M1. The scale 2^(e − 128) is
 * made from its exponent; the two that are subnormal become 0.
 */
final class Mxfp4 extends Unpack {
    private static final int ZERO_POINT = 16;

    Mxfp4() {
        super(new Traits(ZERO_POINT, 28, false, 32, false), 32, 17);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        nibbles(a, Q, 1, T0);
        a.vmovdqu(T0, Constants.table(a, Tables.e2m1Doubled(ZERO_POINT)));
        a.vpshufb(Q, T0, Q);
    }

    @Override
    void laneScales(Avx2Assembler a, int part) {
        a.movzx8(TEMP, Mem.at(SOURCE));
        a.vmovd(T0.x(), TEMP);
        a.vpsubd(T0.x(), T0.x(), Constants.integers(a, 1));
        a.vpxor(T1.x(), T1.x(), T1.x());
        a.vpmaxsd(T0.x(), T0.x(), T1.x());
        a.vpslld(T0.x(), T0.x(), 23);
        a.vpbroadcastd(LANE_SCALES, T0.x());
    }
}
