package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

/** TQ2_0: [64 bytes of bit pairs, pair i of each 32 bytes for values 32 · i on][f16 d]. */
final class Tq2 extends Unpack {
    private static final int SCALE_AT = 64;

    Tq2() {
        super(new Traits(1, 3, false, 32, false), 256, 66);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        a.vmovdqu(Q, Mem.at(SOURCE, 32 * (part / 4)));
        if (part % 4 > 0) {
            a.vpsrlw(Q, Q, 2 * (part % 4));
        }
        a.vpand(Q, Q, Constants.bytes(a, 3));
    }

    @Override
    void laneScales(Avx2Assembler a, int part) {
        half(a, LANE_SCALES, SCALE_AT);
    }
}
