package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.Activation;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.function.Consumer;

/** Operations on each value of a matrix. */
final class ValueKernels {
    private static final Gpr VALUES = Gpr.RSI;
    private static final Gpr COUNT = Gpr.R8;
    private static final Gpr OTHER = Gpr.R9;
    private static final Gpr ROWS = Gpr.R10;
    private static final Gpr OTHER_STRIDE = Gpr.R11;
    private static final Vec X = zmm(0);
    private static final Vec PARAMETER = zmm(8);

    private ValueKernels() {}

    static byte[] activation(Activation activation, boolean gated) {
        return each(a -> {
            switch (activation) {
                case SILU -> {
                    a.vmovups(zmm(1), X);
                    Functions.timesSigmoid(a, zmm(1), X, zmm(2), zmm(3));
                }
                case GELU -> gelu(a);
                case RELU -> Functions.relu(a, X, zmm(1));
            }
            if (gated) {
                a.kz(Strip.LANES).vmovups(zmm(1), Mem.at(OTHER, Strip.INDEX, 4, 0));
                a.vmulps(X, X, zmm(1));
            }
        });
    }

    /** ½ x (1 + tanh(u)) = x / (1 + e^−2u) with u = sqrt(2 / π) · (x + 0.044715 x³). */
    private static void gelu(Avx512Assembler a) {
        float twice = (float) (2 * Math.sqrt(2 / Math.PI));
        a.vmovups(zmm(1), X);
        a.vmulps(zmm(2), X, X);
        a.vmulps(zmm(2), zmm(2), X);
        a.vfmadd231ps(X, zmm(2), Functions.all(a, 0.044715f));
        a.vmulps(X, X, Functions.all(a, twice));
        Functions.timesSigmoid(a, zmm(1), X, zmm(2), zmm(3));
    }

    static byte[] scale() {
        return each(a -> a.vmulps(X, X, PARAMETER));
    }

    static byte[] softCap() {
        return each(a -> {
            a.vdivps(X, X, PARAMETER);
            Functions.tanh(a, X, zmm(1), zmm(2), zmm(3), zmm(4));
            a.vmulps(X, X, PARAMETER);
        });
    }

    /** Parameter 2 is at {@link #OTHER} and, as a float, in all lanes of {@link #PARAMETER}. */
    private static byte[] each(Consumer<Avx512Assembler> operation) {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, VALUES, 0);
        Frame.parameter(a, COUNT, 1);
        Frame.parameter(a, OTHER, 2);
        a.vpbroadcastd(PARAMETER, OTHER);
        Strip.over(
                a,
                COUNT,
                16,
                1,
                step -> {
                    Mem place = Mem.at(VALUES, Strip.INDEX, 4, 0);
                    a.kz(Strip.LANES).vmovups(X, place);
                    operation.accept(a);
                    a.k(Strip.LANES).vmovups(place, X);
                });
        Frame.leave(a);
        return a.finish();
    }

    static byte[] add() {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, VALUES, 0);
        Frame.parameter(a, COUNT, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, OTHER, 3);
        Frame.parameter(a, OTHER_STRIDE, 4);
        Frame.repeat(
                a,
                ROWS,
                () -> {
                    Strip.over(a, COUNT, 16, 1, step -> addStep(a));
                    a.lea(VALUES, Mem.at(VALUES, COUNT, 4, 0));
                    a.add(OTHER, OTHER_STRIDE);
                });
        Frame.leave(a);
        return a.finish();
    }

    private static void addStep(Avx512Assembler a) {
        Mem place = Mem.at(VALUES, Strip.INDEX, 4, 0);
        a.kz(Strip.LANES).vmovups(X, place);
        a.kz(Strip.LANES).vmovups(zmm(1), Mem.at(OTHER, Strip.INDEX, 4, 0));
        a.vaddps(X, X, zmm(1));
        a.k(Strip.LANES).vmovups(place, X);
    }
}
