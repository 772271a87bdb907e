package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.generated.AttentionKernels;

/** Attention for AArch64. */
final class Aarch64AttentionKernels implements AttentionKernels {
    private static final X PARAMETERS = X.X0;
    private static final X SOURCE = X.X1;
    private static final X COUNT = X.X2;
    private static final X TARGET = X.X3;
    private static final X ROWS = X.X4;
    private static final X STRIDE = X.X5;
    private static final X ROW = X.X6;
    private static final X LEFT = X.X7;

    private static final V VALUE = V.V0;
    private static final V FACTOR = V.V1;
    private static final V SUM = V.V2;
    private static final V ZERO = V.V3;
    private static final V[] SIXTEEN = {V.V4, V.V5, V.V6, V.V7};

    @Override
    public byte[] loadQueries() {
        Aarch64Assembler a = new Aarch64Assembler();
        a.ldr(ROW, PARAMETERS, 0);
        a.ldr(STRIDE, PARAMETERS, 8);
        a.ldr(ROWS, PARAMETERS, 16);
        a.ldr(COUNT, PARAMETERS, 24);
        a.ldr(TARGET, PARAMETERS, 32);
        a.ldr(S, FACTOR, PARAMETERS, 40);
        Strip.repeat(
                a,
                ROWS,
                () -> {
                    a.mov(SOURCE, ROW);
                    a.mov(LEFT, COUNT);
                    Strip.values(
                            a,
                            LEFT,
                            width -> {
                                a.ldrPost(width, VALUE, SOURCE, Strip.bytes(width));
                                a.fmul(VALUE, VALUE, FACTOR, 0);
                                a.strPost(width, VALUE, TARGET, Strip.bytes(width));
                            });
                    a.add(ROW, ROW, STRIDE, 0);
                });
        a.ret();
        return a.finish();
    }

    @Override
    public byte[] scores(BlockType type) {
        return ScoreKernel.assemble(type);
    }

    @Override
    public byte[] softmax(boolean capped, Bias bias) {
        return SoftmaxKernel.assemble(capped, bias);
    }

    @Override
    public byte[] mix(BlockType type, boolean skipping) {
        return MixKernel.assemble(type, skipping);
    }

    /** 0 · x is NaN where x is infinite or NaN, and stays so in a sum. */
    @Override
    public byte[] finite(BlockType type) {
        Aarch64Assembler a = new Aarch64Assembler();
        CacheRow row = new CacheRow(type);
        a.ldr(SOURCE, PARAMETERS, 0);
        a.ldr(COUNT, PARAMETERS, 8);
        a.zero(ZERO);
        a.zero(SUM);
        if (type == BlockType.Q8_0) {
            a.lsr(COUNT, COUNT, 5);
            Strip.repeat(
                    a,
                    COUNT,
                    () -> {
                        CacheRow.scale(a, VALUE, SOURCE);
                        a.fmla(SUM, VALUE, ZERO);
                        a.add(SOURCE, SOURCE, type.blockBytes());
                    });
        } else {
            plainValues(a, row);
        }
        a.faddp(SUM, SUM, SUM);
        a.faddp(SUM, SUM, SUM);
        a.fcmeqZero(SUM, SUM);
        a.mvn(SUM, SUM);
        a.str(D, SUM, PARAMETERS, 16);
        a.ret();
        return a.finish();
    }

    private static void plainValues(Aarch64Assembler a, CacheRow row) {
        Label one = a.label();
        Label end = a.label();
        Label sixteen = a.here();
        a.cmp(COUNT, 16);
        a.b(Condition.LO, one);
        row.loadSixteen(a, SIXTEEN, SOURCE, 0, VALUE);
        for (V each : SIXTEEN) {
            a.fmla(SUM, each, ZERO);
        }
        a.add(SOURCE, SOURCE, row.bytes());
        a.sub(COUNT, COUNT, 16);
        a.b(sixteen);
        a.bind(one);
        a.cbz(COUNT, end);
        row.loadOne(a, VALUE, SOURCE);
        a.fmla(SUM, VALUE, ZERO);
        a.add(SOURCE, SOURCE, row.valueBytes());
        a.sub(COUNT, COUNT, 1);
        a.b(one);
        a.bind(end);
    }

    @Override
    public byte[] finish() {
        return FinishKernel.assemble();
    }
}
