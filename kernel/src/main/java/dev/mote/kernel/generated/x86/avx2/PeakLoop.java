package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Vec;

/** Multiply-adds of registers alone, enough of them side by side to hide their latency. */
final class PeakLoop {
    private static final int SUMS = 12;
    private static final Vec FIRST = ymm(13);
    private static final Vec SECOND = ymm(14);
    private static final Vec PAIRS = ymm(15);

    private PeakLoop() {}

    static byte[] emit(Avx2Assembler a, ByteProducts products, boolean bytes) {
        Frame.enter(a);
        Frame.parameters(a, Gpr.RCX);
        for (int i = 0; i < 16; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        Frame.repeat(
                a,
                Gpr.RCX,
                () -> {
                    for (int i = 0; i < SUMS; i++) {
                        if (!bytes) {
                            a.vfmadd231ps(ymm(i), FIRST, SECOND);
                        } else if (products == ByteProducts.DOT) {
                            a.vpdpbusd(ymm(i), FIRST, SECOND);
                        } else {
                            a.vpmaddubsw(PAIRS, FIRST, SECOND);
                            a.vpmaddwd(PAIRS, PAIRS, FIRST);
                            a.vpaddd(ymm(i), ymm(i), PAIRS);
                        }
                    }
                });
        Frame.leave(a);
        return a.finish();
    }

    static int products(boolean bytes) {
        return SUMS * (bytes ? 32 : 8);
    }
}
