package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Ternary;

/**
 * TQ1_0: [32 and 16 bytes of five ternary digits][4 bytes of four][f16 d]. A digit is the upper
 * byte of three times a byte, of which the digits before are multiplied away.
 */
final class Tq1 extends Unpack {
    private static final int SCALE_AT = 52;

    Tq1() {
        super(new Traits(1, 2, false, 32, false), 256, 54);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        if (part < 5) {
            a.vmovdqu(T0, Mem.at(SOURCE));
        } else {
            a.vmovdqu(T0.x(), Mem.at(SOURCE, 32));
            Vec upper = T0;
            if (part == 7) {
                a.vpbroadcastd(T1.x(), Mem.at(SOURCE, 48));
                upper = T1;
            }
            a.vinserti128(T0, T0, upper.x(), 1);
        }
        Mem powers = Mem.at(a.code().constant(Ternary.tq1Powers(32 * part, 32)));
        a.vpsrlw(T1, T0, 8);
        for (Vec bytes : new Vec[] {T0, T1}) { // the even ones and the odd ones, as words
            a.vpmullw(bytes, bytes, powers);
            a.vpand(bytes, bytes, Constants.words(a, 0xFF));
            a.vpmullw(bytes, bytes, Constants.words(a, 3));
        }
        a.vpsrlw(T0, T0, 8);
        a.vpand(T1, T1, Constants.words(a, 0xFF00));
        a.vpor(Q, T0, T1);
    }

    @Override
    void laneScales(Avx2Assembler a, int part) {
        half(a, LANE_SCALES, SCALE_AT);
    }
}
