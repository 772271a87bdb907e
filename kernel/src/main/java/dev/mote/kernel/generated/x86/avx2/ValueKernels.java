package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.Activation;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
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
    private static final Vec PARAMETER = ymm(8);

    private ValueKernels() {}

    static byte[] activation(Avx2Assembler a, Activation activation, boolean gated) {
        return each(
                a,
                lanes -> {
                    Vec x = lanes.register(0);
                    switch (activation) {
                        case SILU -> {
                            a.vmovups(lanes.register(1), x);
                            timesSigmoid(a, lanes);
                        }
                        case GELU -> gelu(a, lanes);
                        case RELU -> Functions.relu(a, x, lanes.register(1));
                    }
                    if (gated) {
                        lanes.load(a, lanes.register(1), Strip.at(OTHER));
                        a.vmulps(x, x, lanes.register(1));
                    }
                });
    }

    /** The first register = the second / (1 + e^−first). */
    private static void timesSigmoid(Avx2Assembler a, Lanes lanes) {
        Functions.timesSigmoid(
                a,
                lanes.register(1),
                lanes.register(0),
                lanes.register(2),
                lanes.register(3),
                lanes.register(4));
    }

    /** ½ x (1 + tanh(u)) = x / (1 + e^−2u) with u = sqrt(2 / π) · (x + 0.044715 x³). */
    private static void gelu(Avx2Assembler a, Lanes lanes) {
        float twice = (float) (2 * Math.sqrt(2 / Math.PI));
        Vec x = lanes.register(0);
        Vec cube = lanes.register(2);
        a.vmovups(lanes.register(1), x);
        a.vmulps(cube, x, x);
        a.vmulps(cube, cube, x);
        a.vfmadd231ps(x, cube, Constants.floats(a, 0.044715f));
        a.vmulps(x, x, Constants.floats(a, twice));
        timesSigmoid(a, lanes);
    }

    static byte[] scale(Avx2Assembler a) {
        return each(
                a,
                lanes -> {
                    Vec x = lanes.register(0);
                    a.vmulps(x, x, lanes.register(PARAMETER.number()));
                });
    }

    static byte[] softCap(Avx2Assembler a) {
        return each(
                a,
                lanes -> {
                    Vec x = lanes.register(0);
                    a.vdivps(x, x, lanes.register(PARAMETER.number()));
                    Functions.tanh(
                            a,
                            x,
                            lanes.register(1),
                            lanes.register(2),
                            lanes.register(3),
                            lanes.register(4));
                    a.vmulps(x, x, lanes.register(PARAMETER.number()));
                });
    }

    /**
     * Applies an operation to the lanes of register 0. Parameter 2 is at {@link #OTHER} and, as a
     * float, in all lanes of {@link #PARAMETER}.
     */
    private static byte[] each(Avx2Assembler a, Consumer<Lanes> operation) {
        Frame.enter(a);
        Frame.parameters(a, VALUES, COUNT, OTHER);
        a.vmovd(PARAMETER, OTHER);
        a.vbroadcastss(PARAMETER, PARAMETER.x());
        Strip.values(
                a,
                COUNT,
                lanes -> {
                    lanes.load(a, lanes.register(0), Strip.at(VALUES));
                    operation.accept(lanes);
                    lanes.store(a, Strip.at(VALUES), lanes.register(0));
                });
        Frame.leave(a);
        return a.finish();
    }

    static byte[] add(Avx2Assembler a) {
        Frame.enter(a);
        Frame.parameters(a, VALUES, COUNT, ROWS, OTHER, OTHER_STRIDE);
        Frame.repeat(
                a,
                ROWS,
                () -> {
                    Strip.values(a, COUNT, lanes -> addStep(a, lanes));
                    a.lea(VALUES, Mem.at(VALUES, COUNT, 4, 0));
                    a.add(OTHER, OTHER_STRIDE);
                });
        Frame.leave(a);
        return a.finish();
    }

    private static void addStep(Avx2Assembler a, Lanes lanes) {
        Vec x = lanes.register(0);
        Vec y = lanes.register(1);
        lanes.load(a, x, Strip.at(VALUES));
        lanes.load(a, y, Strip.at(OTHER));
        a.vaddps(x, x, y);
        lanes.store(a, Strip.at(VALUES), x);
    }
}
