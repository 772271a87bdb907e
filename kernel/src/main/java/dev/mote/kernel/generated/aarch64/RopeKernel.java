package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.RopeTable;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

/** Rotates pairs of values by angles whose cosines and sines are given. */
final class RopeKernel {
    private static final X PARAMETERS = X.X0;
    private static final X HEAD = X.X1;
    private static final X HEAD_BYTES = X.X2;
    private static final X HEADS = X.X3;
    private static final X ROWS = X.X4;
    private static final X COSINES = X.X5;
    private static final X SINES = X.X6;
    private static final X ANGLE_BYTES = X.X7;
    private static final X COUNT = X.X8;
    private static final X HEADS_LEFT = X.X9;
    private static final X LEFT = X.X10;
    private static final X FIRST = X.X11;
    private static final X SECOND = X.X12;
    private static final X COSINE = X.X13;
    private static final X SINE = X.X14;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final boolean adjacent;

    private RopeKernel(boolean adjacent) {
        this.adjacent = adjacent;
    }

    static byte[] assemble(RopeTable.Pairing pairing) {
        return new RopeKernel(pairing == RopeTable.Pairing.ADJACENT).kernel();
    }

    private byte[] kernel() {
        a.ldr(HEAD, PARAMETERS, 0);
        a.ldr(HEAD_BYTES, PARAMETERS, 8);
        a.ldr(HEADS, PARAMETERS, 16);
        a.ldr(ROWS, PARAMETERS, 24);
        a.ldr(COSINES, PARAMETERS, 32);
        a.ldr(SINES, PARAMETERS, 40);
        a.ldr(ANGLE_BYTES, PARAMETERS, 48);
        a.ldr(COUNT, PARAMETERS, 56);
        Strip.repeat(
                a,
                ROWS,
                () -> {
                    a.mov(HEADS_LEFT, HEADS);
                    Strip.repeat(a, HEADS_LEFT, this::head);
                    a.add(COSINES, COSINES, ANGLE_BYTES, 0);
                    a.add(SINES, SINES, ANGLE_BYTES, 0);
                });
        a.ret();
        return a.finish();
    }

    private void head() {
        a.mov(FIRST, HEAD);
        a.mov(COSINE, COSINES);
        a.mov(SINE, SINES);
        a.mov(LEFT, COUNT);
        if (adjacent) {
            Strip.pairs(a, LEFT, this::rotateNeighbours);
        } else {
            a.add(SECOND, HEAD, COUNT, 2);
            Strip.values(a, LEFT, this::rotateHalves);
        }
        a.add(HEAD, HEAD, HEAD_BYTES, 0);
    }

    private void rotateNeighbours(Width width) {
        a.ldr(width, V.V0, FIRST, 0);
        a.ldrPost(width, V.V2, COSINE, Strip.bytes(width));
        a.ldrPost(width, V.V3, SINE, Strip.bytes(width));
        a.rev64Word(V.V1, V.V0);
        a.fmul(V.V0, V.V0, V.V2);
        a.fmla(V.V0, V.V1, V.V3);
        a.strPost(width, V.V0, FIRST, Strip.bytes(width));
    }

    private void rotateHalves(Width width) {
        a.ldr(width, V.V0, FIRST, 0);
        a.ldr(width, V.V1, SECOND, 0);
        a.ldrPost(width, V.V2, COSINE, Strip.bytes(width));
        a.ldrPost(width, V.V3, SINE, Strip.bytes(width));
        a.fmul(V.V4, V.V0, V.V3);
        a.fmul(V.V0, V.V0, V.V2);
        a.fmls(V.V0, V.V1, V.V3);
        a.fmla(V.V4, V.V1, V.V2);
        a.strPost(width, V.V0, FIRST, Strip.bytes(width));
        a.strPost(width, V.V4, SECOND, Strip.bytes(width));
    }
}
