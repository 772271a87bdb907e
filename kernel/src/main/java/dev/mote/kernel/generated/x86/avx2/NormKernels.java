package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.function.ObjIntConsumer;

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

    private static final int UNROLL = 4;

    // ymm0 … ymm3 are partial sums, ymm4 … ymm7 values.
    private static final int VALUE = 4;
    private static final Vec FACTOR = ymm(8);
    private static final Vec MEAN = ymm(9);
    private static final Vec WIDTH = ymm(10);
    private static final Vec EPSILON = ymm(11);
    private static final Vec ONE = ymm(12);
    private static final Vec OPERAND = ymm(13);

    /** The lowest of four doubles. */
    private static final long[] LOWEST = {-1, 0, 0, 0};

    private final Avx2Assembler a;
    private final boolean centred;
    private final boolean biased;

    private NormKernels(Avx2Assembler a, boolean centred, boolean biased) {
        this.a = a;
        this.centred = centred;
        this.biased = biased;
    }

    static byte[] rms(Avx2Assembler a) {
        return new NormKernels(a, false, false).emit();
    }

    static byte[] layer(Avx2Assembler a, boolean biased) {
        return new NormKernels(a, true, biased).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, INPUT, COLUMNS, GROUPS, WEIGHT, BIAS, OUTPUT);
        a.vmovq(WIDTH, Frame.parameter(6));
        a.vmovq(EPSILON, Frame.parameter(7));
        a.vmovq(ONE, Mem.at(a.code().constant(Double.doubleToRawLongBits(1))));
        Frame.repeat(a, GROUPS, this::group);
        Frame.leave(a);
        return a.finish();
    }

    private void group() {
        if (centred) {
            sum((lanes, step) -> a.vaddpd(ymm(step), ymm(step), value(step)));
            a.vdivpd(MEAN.x(), ymm(0).x(), WIDTH.x());
            a.vbroadcastsd(MEAN, MEAN.x());
        }
        sum(this::addSquare);
        a.vdivpd(FACTOR.x(), ymm(0).x(), WIDTH.x());
        a.vaddpd(FACTOR.x(), FACTOR.x(), EPSILON.x());
        a.vsqrtpd(FACTOR.x(), FACTOR.x());
        a.vdivpd(FACTOR.x(), ONE.x(), FACTOR.x());
        a.vbroadcastsd(FACTOR, FACTOR.x());
        Strip.over(a, COLUMNS, Lanes.FOUR, Lanes.ONE, 1, (lanes, step) -> store(lanes));
        a.lea(INPUT, Mem.at(INPUT, COLUMNS, 4, 0));
        a.lea(OUTPUT, Mem.at(OUTPUT, COLUMNS, 4, 0));
    }

    /** Runs a step for all values; the lowest lane of ymm0 then has the sum of the partial sums. */
    private void sum(ObjIntConsumer<Lanes> step) {
        for (int i = 0; i < UNROLL; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        Strip.over(
                a,
                COLUMNS,
                Lanes.FOUR,
                Lanes.ONE,
                UNROLL,
                (lanes, i) -> {
                    load(lanes, value(i), Mem.at(INPUT, Strip.INDEX, 4, i * 4 * lanes.count()));
                    step.accept(lanes, i);
                });
        a.vaddpd(ymm(0), ymm(0), ymm(1));
        a.vaddpd(ymm(2), ymm(2), ymm(3));
        a.vaddpd(ymm(0), ymm(0), ymm(2));
        a.vextracti128(ymm(1).x(), ymm(0), 1);
        a.vaddpd(ymm(0).x(), ymm(0).x(), ymm(1).x());
        a.vpshufd(ymm(1).x(), ymm(0).x(), 0x4E);
        a.vaddpd(ymm(0).x(), ymm(0).x(), ymm(1).x());
    }

    private static Vec value(int step) {
        return ymm(VALUE + step);
    }

    /** Floats as doubles, 0 in lanes that are not there. */
    private void load(Lanes lanes, Vec target, Mem source) {
        lanes.load(a, target, source);
        a.vcvtps2pd(target, target.x());
    }

    private void addSquare(Lanes lanes, int step) {
        if (centred) {
            a.vsubpd(value(step), value(step), MEAN);
            if (lanes == Lanes.ONE) {
                a.vpand(value(step), value(step), Mem.at(a.code().constant(LOWEST)));
            }
        }
        a.vfmadd231pd(ymm(step), value(step), value(step));
    }

    private void store(Lanes lanes) {
        Vec value = value(0);
        load(lanes, value, Strip.at(INPUT));
        if (centred) {
            a.vsubpd(value, value, MEAN);
        }
        a.vmulpd(value, value, FACTOR);
        load(lanes, OPERAND, Strip.at(WEIGHT));
        a.vmulpd(value, value, OPERAND);
        if (biased) {
            load(lanes, OPERAND, Strip.at(BIAS));
            a.vaddpd(value, value, OPERAND);
        }
        a.vcvtpd2ps(value.x(), value);
        lanes.store(a, Strip.at(OUTPUT), value);
    }
}
