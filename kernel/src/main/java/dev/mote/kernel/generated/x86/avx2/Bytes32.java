package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

/** Q8_0: [f16 scale][32 signed bytes], made unsigned by turning the highest bit over if need be. */
final class Bytes32 extends Unpack {
    Bytes32(ByteProducts products) {
        super(Blocks32.wide(products), 32, 34);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        a.vmovdqu(Q, Mem.at(SOURCE, 2));
        if (!signed) {
            a.vpxor(Q, Q, Constants.bytes(a, 128));
        }
    }

    @Override
    void laneScales(Avx2Assembler a, int part) {
        half(a, LANE_SCALES, 0);
    }
}
