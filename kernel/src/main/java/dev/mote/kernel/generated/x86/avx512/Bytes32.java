package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Q8_0: [f16 scale][32 signed bytes], made unsigned by turning the highest bit over. */
final class Bytes32 extends Unpack {
    private static final Vec SIGN_BIT = zmm(20);

    Bytes32() {
        super(128, 32, false, 64, 68);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(SIGN_BIT, bytes(a, 128));
        a.mov32(TEMP, 0xFF00);
        a.kmovw(Mask.K4, TEMP);
    }

    @Override
    void begin(Avx512Assembler a) {
        a.vpbroadcastw(T1.y(), Mem.at(SOURCE));
        a.k(Mask.K4).vpbroadcastw(T1.y(), Mem.at(NEXT));
        a.vcvtph2ps(SCALES, T1.y());
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vmovdqu32(Q.y(), Mem.at(SOURCE, 2));
        a.vinserti64x4(Q, Q, Mem.at(NEXT, 2), 1);
        a.vpxord(Q, Q, SIGN_BIT);
    }
}
