package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.RopeTable;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

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

    private final Avx2Assembler a;
    private final boolean adjacent;

    private RopeKernel(Avx2Assembler a, boolean adjacent) {
        this.a = a;
        this.adjacent = adjacent;
    }

    static byte[] emit(Avx2Assembler a, RopeTable.Pairing pairing) {
        return new RopeKernel(a, pairing == RopeTable.Pairing.ADJACENT).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, HEAD, HEAD_BYTES, HEADS, ROWS, COSINES, SINES, ANGLE_BYTES, COUNT);
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
                    if (adjacent) {
                        Strip.over(
                                a,
                                COUNT,
                                Lanes.EIGHT,
                                Lanes.TWO,
                                1,
                                (lanes, step) -> rotateNeighbours(lanes));
                    } else {
                        a.lea(SECOND, Mem.at(HEAD, COUNT, 4, 0));
                        Strip.values(a, COUNT, this::rotateHalves);
                    }
                    a.add(HEAD, HEAD_BYTES);
                });
        a.add(COSINES, ANGLE_BYTES);
        a.add(SINES, ANGLE_BYTES);
    }

    private void rotateNeighbours(Lanes lanes) {
        Vec x = lanes.register(0);
        Vec turned = lanes.register(1);
        Vec angle = lanes.register(2);
        lanes.load(a, x, Strip.at(HEAD));
        a.vpermilps(turned, x, 0xB1);
        lanes.load(a, angle, Strip.at(COSINES));
        a.vmulps(x, x, angle);
        lanes.load(a, angle, Strip.at(SINES));
        a.vfmadd231ps(x, turned, angle);
        lanes.store(a, Strip.at(HEAD), x);
    }

    private void rotateHalves(Lanes lanes) {
        Vec first = lanes.register(0);
        Vec second = lanes.register(1);
        Vec cosine = lanes.register(2);
        Vec sine = lanes.register(3);
        Vec result = lanes.register(4);
        lanes.load(a, first, Strip.at(HEAD));
        lanes.load(a, second, Strip.at(SECOND));
        lanes.load(a, cosine, Strip.at(COSINES));
        lanes.load(a, sine, Strip.at(SINES));
        a.vmulps(result, first, sine);
        a.vmulps(first, first, cosine);
        a.vfnmadd231ps(first, second, sine);
        a.vfmadd231ps(result, second, cosine);
        lanes.store(a, Strip.at(SECOND), result);
        lanes.store(a, Strip.at(HEAD), first);
    }
}
