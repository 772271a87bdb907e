package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

import java.util.List;

/** Multiply-adds of registers alone, enough of them side by side to hide their latency. */
final class PeakLoop {
    private static final List<V> SUMS = List.of(V.values()).subList(16, 32);

    private PeakLoop() {}

    static byte[] assemble(boolean bytes, boolean matrixProducts) {
        Aarch64Assembler a = new Aarch64Assembler();
        a.ldr(X.X1, X.X0, 0);
        a.zero(V.V0);
        a.zero(V.V1);
        SUMS.forEach(a::zero);
        Strip.repeat(
                a,
                X.X1,
                () -> {
                    for (V sum : SUMS) {
                        if (!bytes) {
                            a.fmla(sum, V.V0, V.V1);
                        } else if (matrixProducts) {
                            a.smmla(sum, V.V0, V.V1);
                        } else {
                            a.sdot(sum, V.V0, V.V1);
                        }
                    }
                });
        a.ret();
        return a.finish();
    }

    static int products(boolean bytes, boolean matrixProducts) {
        return SUMS.size() * (!bytes ? 4 : matrixProducts ? 32 : 16);
    }
}
