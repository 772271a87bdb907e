package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

/**
 * Q6_K: [128 bytes of low nibbles][64 bytes of upper bit pairs][16 signed scales][f16 d].
 *
 * <p>Each half of 128 values has 64 bytes of nibbles, low ones first, and 32 bytes of bit pairs,
 * pair i for values 32 · i on.
 */
final class SixBits extends Unpack {
    SixBits() {
        super(new Traits(32, 63, false, 16, false), 256, 210);
    }

    @Override
    void begin(Avx2Assembler a) {
        half(a, T2, 208);
        for (int i = 0; i < 2; i++) {
            a.vpmovsxbd(T0, Mem.at(SOURCE, 192 + 8 * i));
            products(a, SCALES.plus(32 * i), T0, T2);
        }
    }

    @Override
    void values(Avx2Assembler a, int part) {
        int half = part / 4;
        int pair = part % 4;
        a.vmovdqu(Q, Mem.at(SOURCE, 64 * half + 32 * (pair % 2)));
        if (pair >= 2) {
            a.vpsrlw(Q, Q, 4);
        }
        a.vpand(Q, Q, Constants.bytes(a, 15));
        a.vmovdqu(T0, Mem.at(SOURCE, 128 + 32 * half));
        switch (pair) {
            case 0 -> a.vpsllw(T0, T0, 4);
            case 1 -> a.vpsllw(T0, T0, 2);
            case 3 -> a.vpsrlw(T0, T0, 2);
            default -> {} // the third pair lies where it belongs
        }
        a.vpand(T0, T0, Constants.bytes(a, 0x30));
        a.vpor(Q, Q, T0);
    }
}
