package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.AttentionKernels;

import java.util.function.Supplier;

/** Attention for AVX2. */
final class Avx2AttentionKernels implements AttentionKernels {
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr STRIDE = Gpr.R8;
    private static final Gpr ROWS = Gpr.R9;
    private static final Gpr COUNT = Gpr.R10;
    private static final Gpr TARGET = Gpr.R11;
    private static final Vec SUM = ymm(2);
    private static final Vec ZERO = ymm(3);
    private static final Vec FACTOR = ymm(4);

    /** vcmpps. */
    private static final int UNORDERED = 3;

    private final Supplier<? extends Avx2Assembler> assemblers;

    Avx2AttentionKernels(Supplier<? extends Avx2Assembler> assemblers) {
        this.assemblers = assemblers;
    }

    @Override
    public byte[] loadQueries() {
        Avx2Assembler a = assemblers.get();
        Frame.enter(a);
        Frame.parameters(a, SOURCE, STRIDE, ROWS, COUNT, TARGET);
        a.vbroadcastss(FACTOR, Frame.parameter(5));
        Frame.repeat(
                a,
                ROWS,
                () -> {
                    Strip.values(
                            a,
                            COUNT,
                            lanes -> {
                                Vec x = lanes.register(0);
                                lanes.load(a, x, Strip.at(SOURCE));
                                a.vmulps(x, x, lanes.register(FACTOR.number()));
                                lanes.store(a, Strip.at(TARGET), x);
                            });
                    a.add(SOURCE, STRIDE);
                    a.lea(TARGET, Mem.at(TARGET, COUNT, 4, 0));
                });
        Frame.leave(a);
        return a.finish();
    }

    @Override
    public byte[] scores(BlockType type) {
        return ScoreKernel.emit(assemblers.get(), type);
    }

    @Override
    public byte[] softmax(boolean capped, Bias bias) {
        return SoftmaxKernel.emit(assemblers.get(), capped, bias);
    }

    @Override
    public byte[] mix(BlockType type, boolean skipping) {
        return MixKernel.emit(assemblers.get(), type, skipping);
    }

    /** 0 · x is NaN where x is infinite or NaN, and stays so in a sum. */
    @Override
    public byte[] finite(BlockType type) {
        Avx2Assembler a = assemblers.get();
        Frame.enter(a);
        Frame.parameters(a, SOURCE, COUNT);
        a.vpxor(ZERO, ZERO, ZERO);
        a.vpxor(SUM, SUM, SUM);
        if (type == BlockType.Q8_0) {
            a.shr(COUNT, 5);
            Frame.repeat(
                    a,
                    COUNT,
                    () -> {
                        CacheRow.scale(a, ymm(0), Mem.at(SOURCE));
                        a.vfmadd231ps(SUM, ymm(0), ZERO);
                        a.add(SOURCE, type.blockBytes());
                    });
        } else {
            Strip.values(
                    a,
                    COUNT,
                    lanes -> {
                        Mem source = Mem.at(SOURCE, Strip.INDEX, type.blockBytes(), 0);
                        if (lanes == Lanes.ONE) {
                            FloatWeights.loadOne(a, type, ymm(0), source, Gpr.RDX);
                        } else {
                            FloatWeights.load(a, type, ymm(0), source);
                        }
                        a.vfmadd231ps(SUM, ymm(0), ZERO);
                    });
        }
        Frame.sumLanes(a, SUM, ymm(0));
        a.vcmpps(SUM.x(), SUM.x(), SUM.x(), UNORDERED);
        a.vmovq(Frame.parameter(2), SUM);
        Frame.leave(a);
        return a.finish();
    }

    @Override
    public byte[] finish() {
        return FinishKernel.emit(assemblers.get());
    }
}
