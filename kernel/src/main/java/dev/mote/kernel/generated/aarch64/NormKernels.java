package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.D2;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

import java.util.function.IntConsumer;

/**
 * RMS and layer normalisation of groups of values, in double: no sum overflows, and a result is
 * rounded to F32 once.
 */
final class NormKernels {
    private static final X PARAMETERS = X.X0;
    private static final X INPUT = X.X1;
    private static final X COLUMNS = X.X2;
    private static final X GROUPS = X.X3;
    private static final X OUTPUT = X.X4;
    private static final X COUNT = X.X5;
    private static final X AT = X.X6;
    private static final X WEIGHT = X.X7;
    private static final X BIAS = X.X8;

    private static final V[] SUMS = {V.V0, V.V1};
    private static final V[] VALUES = {V.V2, V.V3};
    private static final V[] OPERANDS = {V.V4, V.V5};
    private static final V NOTHING = V.V6;
    private static final V FACTOR = V.V16;
    private static final V MEAN = V.V17;
    private static final V WIDTH = V.V18;
    private static final V EPSILON = V.V19;
    private static final V ONE = V.V20;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final boolean centred;
    private final boolean biased;

    private NormKernels(boolean centred, boolean biased) {
        this.centred = centred;
        this.biased = biased;
    }

    static byte[] rms() {
        return new NormKernels(false, false).kernel();
    }

    static byte[] layer(boolean biased) {
        return new NormKernels(true, biased).kernel();
    }

    private byte[] kernel() {
        a.ldr(INPUT, PARAMETERS, 0);
        a.ldr(COLUMNS, PARAMETERS, 8);
        a.ldr(GROUPS, PARAMETERS, 16);
        a.ldr(OUTPUT, PARAMETERS, 40);
        a.ldr(D, WIDTH, PARAMETERS, 48);
        a.dup(D2, WIDTH, WIDTH, 0);
        a.ldr(D, EPSILON, PARAMETERS, 56);
        a.dup(D2, EPSILON, EPSILON, 0);
        long one = Double.doubleToRawLongBits(1);
        a.ldr(ONE, a.constant(Bytes.ofDoubleWords(one, one)));
        a.zero(NOTHING);
        Strip.repeat(a, GROUPS, this::group);
        a.ret();
        return a.finish();
    }

    private void group() {
        if (centred) {
            sum(false, i -> a.faddDouble(SUMS[i], SUMS[i], VALUES[i]));
            a.fdivDouble(MEAN, SUMS[0], WIDTH);
        }
        sum(centred, i -> a.fmlaDouble(SUMS[i], VALUES[i], VALUES[i]));
        a.fdivDouble(FACTOR, SUMS[0], WIDTH);
        a.faddDouble(FACTOR, FACTOR, EPSILON);
        a.fsqrtDouble(FACTOR, FACTOR);
        a.fdivDouble(FACTOR, ONE, FACTOR);
        a.ldr(WEIGHT, PARAMETERS, 24);
        a.ldr(BIAS, PARAMETERS, 32);
        a.mov(COUNT, COLUMNS);
        Strip.values(a, COUNT, this::store);
    }

    /**
     * Adds up something of all values, or of their differences from the mean; the first sum then
     * has the total in both lanes.
     */
    private void sum(boolean ofDifferences, IntConsumer addition) {
        a.zero(SUMS[0]);
        a.zero(SUMS[1]);
        a.mov(COUNT, COLUMNS);
        a.mov(AT, INPUT);
        Strip.values(
                a,
                COUNT,
                width -> {
                    a.ldrPost(width, VALUES[1], AT, Strip.bytes(width));
                    widen(VALUES);
                    if (ofDifferences) {
                        a.fsubDouble(VALUES[0], VALUES[0], MEAN);
                        a.fsubDouble(VALUES[1], VALUES[1], MEAN);
                        if (width != Q) {
                            a.zip1(D2, VALUES[0], VALUES[0], NOTHING);
                        }
                    }
                    addition.accept(0);
                    if (width == Q) {
                        addition.accept(1);
                    }
                });
        a.faddDouble(SUMS[0], SUMS[0], SUMS[1]);
        a.faddpDouble(SUMS[0], SUMS[0], SUMS[0]);
    }

    /** Four floats in the second register to two doubles in each. */
    private void widen(V[] pair) {
        a.fcvtlDouble(pair[0], pair[1]);
        a.fcvtl2Double(pair[1], pair[1]);
    }

    private void store(Width width) {
        int bytes = Strip.bytes(width);
        a.ldrPost(width, VALUES[1], INPUT, bytes);
        widen(VALUES);
        for (V value : VALUES) {
            if (centred) {
                a.fsubDouble(value, value, MEAN);
            }
            a.fmulDouble(value, value, FACTOR);
        }
        a.ldrPost(width, OPERANDS[1], WEIGHT, bytes);
        widen(OPERANDS);
        for (int i = 0; i < 2; i++) {
            a.fmulDouble(VALUES[i], VALUES[i], OPERANDS[i]);
        }
        if (biased) {
            a.ldrPost(width, OPERANDS[1], BIAS, bytes);
            widen(OPERANDS);
            for (int i = 0; i < 2; i++) {
                a.faddDouble(VALUES[i], VALUES[i], OPERANDS[i]);
            }
        }
        a.fcvtnDouble(VALUES[0], VALUES[0]);
        a.fcvtn2Double(VALUES[0], VALUES[1]);
        a.strPost(width, VALUES[0], OUTPUT, bytes);
    }
}
