package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.RopeTable;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;

/** Rotates pairs of values by angles whose cosines and sines are given. */
final class RopeKernel {
    private static final Gpr HEAD = Gpr.RSI;
    private static final Gpr HEAD_BYTES = Gpr.R8;
    private static final Gpr HEADS = Gpr.R9;
    private static final Gpr ROWS = Gpr.R10;
    private static final Gpr COSINES = Gpr.R11;
    private static final Gpr SINES = Gpr.R12;
    private static final Gpr ANGLE_BYTES = Gpr.R13;
    private static final Gpr COUNT = Gpr.R14;
    private static final Gpr HEADS_LEFT = Gpr.R15;

    /** The second value of the first pair where pairs are halves. */
    private static final Gpr SECOND = Gpr.RBX;

    private final Avx512Assembler a = new Avx512Assembler();
    private final boolean adjacent;

    private RopeKernel(boolean adjacent) {
        this.adjacent = adjacent;
    }

    static byte[] emit(RopeTable.Pairing pairing) {
        return new RopeKernel(pairing == RopeTable.Pairing.ADJACENT).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, HEAD, 0);
        Frame.parameter(a, HEAD_BYTES, 1);
        Frame.parameter(a, HEADS, 2);
        Frame.parameter(a, ROWS, 3);
        Frame.parameter(a, COSINES, 4);
        Frame.parameter(a, SINES, 5);
        Frame.parameter(a, ANGLE_BYTES, 6);
        Frame.parameter(a, COUNT, 7);
        Frame.repeat(a, ROWS, this::row);
        Frame.leave(a);
        return a.finish();
    }

    private void row() {
        a.mov(HEADS_LEFT, HEADS);
        Frame.repeat(
                a,
                HEADS_LEFT,
                () -> {
                    if (!adjacent) {
                        a.lea(SECOND, Mem.at(HEAD, COUNT, 4, 0));
                    }
                    Strip.over(a, COUNT, 16, 1, step -> rotate());
                    a.add(HEAD, HEAD_BYTES);
                });
        a.add(COSINES, ANGLE_BYTES);
        a.add(SINES, ANGLE_BYTES);
    }

    private void rotate() {
        a.kz(Strip.LANES).vmovups(zmm(0), Mem.at(HEAD, Strip.INDEX, 4, 0));
        a.kz(Strip.LANES).vmovups(zmm(2), Mem.at(COSINES, Strip.INDEX, 4, 0));
        a.kz(Strip.LANES).vmovups(zmm(3), Mem.at(SINES, Strip.INDEX, 4, 0));
        if (adjacent) {
            a.vpermilps(zmm(1), zmm(0), 0xB1);
            a.vmulps(zmm(0), zmm(0), zmm(2));
            a.vfmadd231ps(zmm(0), zmm(1), zmm(3));
        } else {
            a.kz(Strip.LANES).vmovups(zmm(1), Mem.at(SECOND, Strip.INDEX, 4, 0));
            a.vmulps(zmm(4), zmm(0), zmm(3));
            a.vmulps(zmm(0), zmm(0), zmm(2));
            a.vfnmadd231ps(zmm(0), zmm(1), zmm(3));
            a.vfmadd231ps(zmm(4), zmm(1), zmm(2));
            a.k(Strip.LANES).vmovups(Mem.at(SECOND, Strip.INDEX, 4, 0), zmm(4));
        }
        a.k(Strip.LANES).vmovups(Mem.at(HEAD, Strip.INDEX, 4, 0), zmm(0));
    }
}
