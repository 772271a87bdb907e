package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Vec;

/** Multiply-adds of registers alone, enough of them side by side to hide their latency. */
final class PeakLoop {
    private static final int SUMS = 24;
    private static final Vec FIRST = zmm(30);
    private static final Vec SECOND = zmm(31);

    private PeakLoop() {}

    static byte[] emit(boolean bytes) {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, Gpr.RCX, 0);
        for (int i = 0; i < 32; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        Frame.repeat(
                a,
                Gpr.RCX,
                () -> {
                    for (int i = 0; i < SUMS; i++) {
                        if (bytes) {
                            a.vpdpbusd(zmm(i), FIRST, SECOND);
                        } else {
                            a.vfmadd231ps(zmm(i), FIRST, SECOND);
                        }
                    }
                });
        Frame.leave(a);
        return a.finish();
    }

    static int products(boolean bytes) {
        return SUMS * (bytes ? 64 : 16);
    }
}
