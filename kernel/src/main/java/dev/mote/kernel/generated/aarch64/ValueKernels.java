package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.Activation;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

import java.util.function.Function;

/** Operations on each value of a matrix. */
final class ValueKernels {
    private static final X PARAMETERS = X.X0;
    private static final X VALUES = X.X1;
    private static final X COUNT = X.X2;
    private static final X OTHER = X.X3;

    private static final V VALUE = V.V0;
    private static final V SPARE = V.V1;
    private static final V MASK = V.V2;
    private static final V OPERAND = V.V3;
    private static final V PARAMETER = V.V4;
    private static final V FIRST_CONSTANT = V.V5;
    private static final V SECOND_CONSTANT = V.V6;

    private ValueKernels() {}

    static byte[] activation(Activation activation, boolean gated) {
        return each(
                gated,
                a ->
                        switch (activation) {
                            case SILU -> silu(a);
                            case GELU -> gelu(a);
                            case RELU -> relu(a);
                        });
    }

    private static Runnable silu(Aarch64Assembler a) {
        Functions functions = new Functions(a);
        return () -> {
            a.mov(SPARE, VALUE);
            functions.timesSigmoid(SPARE, VALUE, MASK);
        };
    }

    /** ½ x (1 + tanh(u)) = x / (1 + e^−2u) with u = sqrt(2 / π) · (x + 0.044715 x³). */
    private static Runnable gelu(Aarch64Assembler a) {
        Functions functions = new Functions(a);
        functions.all(FIRST_CONSTANT, 0.044715f);
        functions.all(SECOND_CONSTANT, (float) (2 * Math.sqrt(2 / Math.PI)));
        return () -> {
            a.mov(SPARE, VALUE);
            a.fmul(MASK, VALUE, VALUE);
            a.fmul(MASK, MASK, VALUE);
            a.fmla(VALUE, MASK, FIRST_CONSTANT);
            a.fmul(VALUE, VALUE, SECOND_CONSTANT);
            functions.timesSigmoid(SPARE, VALUE, MASK);
        };
    }

    private static Runnable relu(Aarch64Assembler a) {
        a.zero(FIRST_CONSTANT);
        return () -> a.fmax(VALUE, VALUE, FIRST_CONSTANT);
    }

    static byte[] scale() {
        return each(
                false,
                a -> {
                    parameter(a);
                    return () -> a.fmul(VALUE, VALUE, PARAMETER);
                });
    }

    static byte[] softCap() {
        return each(
                false,
                a -> {
                    parameter(a);
                    Functions functions = new Functions(a);
                    return () -> {
                        a.fdiv(VALUE, VALUE, PARAMETER);
                        functions.tanh(VALUE, SPARE);
                        a.fmul(VALUE, VALUE, PARAMETER);
                    };
                });
    }

    private static void parameter(Aarch64Assembler a) {
        a.ldr(S, PARAMETER, PARAMETERS, 16);
        a.dup(S4, PARAMETER, PARAMETER, 0);
    }

    /**
     * Applies an operation to all values in place.
     *
     * @param gated whether the result is multiplied with the second operand
     * @param operation emits what comes before the loop and returns what emits its body
     */
    private static byte[] each(boolean gated, Function<Aarch64Assembler, Runnable> operation) {
        Aarch64Assembler a = new Aarch64Assembler();
        a.ldr(VALUES, PARAMETERS, 0);
        a.ldr(COUNT, PARAMETERS, 8);
        if (gated) {
            a.ldr(OTHER, PARAMETERS, 16);
        }
        Runnable body = operation.apply(a);
        Strip.values(
                a,
                COUNT,
                width -> {
                    a.ldr(width, VALUE, VALUES, 0);
                    body.run();
                    if (gated) {
                        a.ldrPost(width, OPERAND, OTHER, Strip.bytes(width));
                        a.fmul(VALUE, VALUE, OPERAND);
                    }
                    a.strPost(width, VALUE, VALUES, Strip.bytes(width));
                });
        a.ret();
        return a.finish();
    }

    static byte[] add() {
        X columns = X.X4;
        X rows = X.X5;
        X row = X.X6;
        X rowBytes = X.X7;
        Aarch64Assembler a = new Aarch64Assembler();
        a.ldr(VALUES, PARAMETERS, 0);
        a.ldr(columns, PARAMETERS, 8);
        a.ldr(rows, PARAMETERS, 16);
        a.ldr(row, PARAMETERS, 24);
        a.ldr(rowBytes, PARAMETERS, 32);
        Strip.repeat(
                a,
                rows,
                () -> {
                    a.mov(COUNT, columns);
                    a.mov(OTHER, row);
                    Strip.values(
                            a,
                            COUNT,
                            width -> {
                                a.ldr(width, VALUE, VALUES, 0);
                                a.ldrPost(width, OPERAND, OTHER, Strip.bytes(width));
                                a.fadd(VALUE, VALUE, OPERAND);
                                a.strPost(width, VALUE, VALUES, Strip.bytes(width));
                            });
                    a.add(row, row, rowBytes, 0);
                });
        a.ret();
        return a.finish();
    }
}
