package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.ymm;
import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.function.IntConsumer;

/**
 * RMS and layer normalisation of groups of values, in double: no sum overflows, and a result is
 * rounded to F32 once.
 */
final class NormKernels {
    private static final Gpr INPUT = Gpr.RSI;
    private static final Gpr COLUMNS = Gpr.R8;
    private static final Gpr GROUPS = Gpr.R9;
    private static final Gpr WEIGHT = Gpr.R10;
    private static final Gpr BIAS = Gpr.R11;
    private static final Gpr OUTPUT = Gpr.R12;

    private static final int LANES = 8;
    private static final int UNROLL = 4;

    // zmm0 … zmm3 are partial sums.
    private static final Vec FACTOR = zmm(4);
    private static final Vec MEAN = zmm(5);
    private static final Vec WIDTH = zmm(6);
    private static final Vec EPSILON = zmm(7);
    private static final Vec ONE = zmm(8);
    private static final int VALUE = 10;
    private static final Vec OPERAND = zmm(9);

    private final Avx512Assembler a = new Avx512Assembler();
    private final boolean centred;
    private final boolean biased;

    private NormKernels(boolean centred, boolean biased) {
        this.centred = centred;
        this.biased = biased;
    }

    static byte[] rms() {
        return new NormKernels(false, false).emit();
    }

    static byte[] layer(boolean biased) {
        return new NormKernels(true, biased).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, INPUT, 0);
        Frame.parameter(a, COLUMNS, 1);
        Frame.parameter(a, GROUPS, 2);
        Frame.parameter(a, WEIGHT, 3);
        Frame.parameter(a, BIAS, 4);
        Frame.parameter(a, OUTPUT, 5);
        a.vbroadcastsd(WIDTH, Mem.at(Frame.PARAMETERS, 8 * 6));
        a.vbroadcastsd(EPSILON, Mem.at(Frame.PARAMETERS, 8 * 7));
        a.vbroadcastsd(ONE, Mem.at(a.code().constant(Double.doubleToRawLongBits(1))));
        Frame.repeat(a, GROUPS, this::group);
        Frame.leave(a);
        return a.finish();
    }

    private void group() {
        if (centred) {
            sum(step -> a.vaddpd(zmm(step), zmm(step), value(step)));
            a.vdivpd(MEAN.x(), zmm(0).x(), WIDTH.x());
            a.vbroadcastsd(MEAN, MEAN.x());
        }
        sum(this::addSquare);
        a.vdivpd(FACTOR.x(), zmm(0).x(), WIDTH.x());
        a.vaddpd(FACTOR.x(), FACTOR.x(), EPSILON.x());
        a.vsqrtpd(FACTOR.x(), FACTOR.x());
        a.vdivpd(FACTOR.x(), ONE.x(), FACTOR.x());
        a.vbroadcastsd(FACTOR, FACTOR.x());
        Strip.over(a, COLUMNS, LANES, 1, step -> store());
        a.lea(INPUT, Mem.at(INPUT, COLUMNS, 4, 0));
        a.lea(OUTPUT, Mem.at(OUTPUT, COLUMNS, 4, 0));
    }

    /** Runs a step for all values; the lowest lane of zmm0 then has the sum of the partial sums. */
    private void sum(IntConsumer step) {
        for (int i = 0; i < UNROLL; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        Strip.over(
                a,
                COLUMNS,
                LANES,
                UNROLL,
                i -> {
                    a.kz(Strip.LANES)
                            .vcvtps2pd(value(i), Mem.at(INPUT, Strip.INDEX, 4, i * 4 * LANES));
                    step.accept(i);
                });
        a.vaddpd(zmm(0), zmm(0), zmm(1));
        a.vaddpd(zmm(2), zmm(2), zmm(3));
        a.vaddpd(zmm(0), zmm(0), zmm(2));
        a.vextracti64x4(ymm(1), zmm(0), 1);
        a.vaddpd(ymm(0), ymm(0), ymm(1));
        a.vextracti32x4(ymm(1).x(), ymm(0), 1);
        a.vaddpd(ymm(0).x(), ymm(0).x(), ymm(1).x());
        a.vpshufd(ymm(1).x(), ymm(0).x(), 0x4E);
        a.vaddpd(ymm(0).x(), ymm(0).x(), ymm(1).x());
    }

    private static Vec value(int step) {
        return zmm(VALUE + step);
    }

    private void addSquare(int step) {
        if (centred) {
            a.kz(Strip.LANES).vsubpd(value(step), value(step), MEAN);
        }
        a.vfmadd231pd(zmm(step), value(step), value(step));
    }

    private void store() {
        a.kz(Strip.LANES).vcvtps2pd(value(0), Mem.at(INPUT, Strip.INDEX, 4, 0));
        if (centred) {
            a.vsubpd(value(0), value(0), MEAN);
        }
        a.vmulpd(value(0), value(0), FACTOR);
        a.kz(Strip.LANES).vcvtps2pd(OPERAND, Mem.at(WEIGHT, Strip.INDEX, 4, 0));
        a.vmulpd(value(0), value(0), OPERAND);
        if (biased) {
            a.kz(Strip.LANES).vcvtps2pd(OPERAND, Mem.at(BIAS, Strip.INDEX, 4, 0));
            a.vaddpd(value(0), value(0), OPERAND);
        }
        a.vcvtpd2ps(value(0).y(), value(0));
        a.k(Strip.LANES).vmovups(Mem.at(OUTPUT, Strip.INDEX, 4, 0), value(0).y());
    }
}
