package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Ternary;

/**
 * TQ1_0: [32 and 16 bytes of five ternary digits][4 bytes of four][f16 d]. A digit is the upper
 * byte of three times a byte, of which the digits before are multiplied away.
 */
final class Tq1 extends Unpack {
    private static final int SCALE_AT = 52;
    private static final Vec BLOCK = MINIMA; // free here: there are none
    private static final Vec LOW_BYTES = zmm(20);
    private static final Vec THREE = zmm(21);
    private static final Mask ALL = Mask.K4;

    Tq1() {
        super(1, 32, false, 256, 54);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        a.vpbroadcastd(LOW_BYTES, Mem.at(a.code().constant(0x00FF_00FF)));
        a.vpbroadcastd(THREE, Mem.at(a.code().constant(0x0003_0003)));
    }

    @Override
    void begin(Avx512Assembler a) {
        a.mov(TEMP, (1L << SCALE_AT) - 1);
        a.kmovq(ALL, TEMP);
        a.kz(ALL).vmovdqu8(BLOCK, Mem.at(SOURCE));
        a.vpbroadcastw(SCALES.y(), Mem.at(SOURCE, SCALE_AT));
        a.vcvtph2ps(SCALES, SCALES.y());
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vmovdqu8(T0, Mem.at(a.code().constant(Ternary.tq1Bytes(64 * chunk, 64))));
        a.vpermb(T0, T0, BLOCK);
        a.vmovdqu16(T1, Mem.at(a.code().constant(Ternary.tq1Powers(64 * chunk, 64))));
        a.vpsrlw(T2, T0, 8);
        for (Vec bytes : new Vec[] {T0, T2}) { // the even ones and the odd ones, as words
            a.vpmullw(bytes, bytes, T1);
            a.vpandd(bytes, bytes, LOW_BYTES);
            a.vpmullw(bytes, bytes, THREE);
        }
        a.vpsrlw(Q, T0, 8);
        a.vpandnd(T2, LOW_BYTES, T2);
        a.vpord(Q, Q, T2);
    }
}
