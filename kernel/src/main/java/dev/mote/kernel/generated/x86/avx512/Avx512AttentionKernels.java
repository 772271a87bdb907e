package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.generated.AttentionKernels;

/** Attention for AVX-512. */
final class Avx512AttentionKernels implements AttentionKernels {
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr COUNT = Gpr.R8;
    private static final Gpr TARGET = Gpr.R9;
    private static final Gpr ROWS = Gpr.R10;
    private static final Gpr STRIDE = Gpr.R11;

    @Override
    public byte[] loadQueries() {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, SOURCE, 0);
        Frame.parameter(a, STRIDE, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, COUNT, 3);
        Frame.parameter(a, TARGET, 4);
        a.vbroadcastss(zmm(1), Mem.at(Frame.PARAMETERS, 8 * 5));
        Frame.repeat(
                a,
                ROWS,
                () -> {
                    Strip.over(
                            a,
                            COUNT,
                            16,
                            1,
                            step -> {
                                Mem source = Mem.at(SOURCE, Strip.INDEX, 4, 0);
                                a.kz(Strip.LANES).vmulps(zmm(0), zmm(1), source);
                                Mem target = Mem.at(TARGET, Strip.INDEX, 4, 0);
                                a.k(Strip.LANES).vmovups(target, zmm(0));
                            });
                    a.add(SOURCE, STRIDE);
                    a.lea(TARGET, Mem.at(TARGET, COUNT, 4, 0));
                });
        Frame.leave(a);
        return a.finish();
    }

    @Override
    public byte[] scores(BlockType type) {
        return ScoreKernel.emit(type);
    }

    @Override
    public byte[] softmax(boolean capped, Bias bias) {
        return SoftmaxKernel.emit(capped, bias);
    }

    @Override
    public byte[] mix(BlockType type, boolean skipping) {
        return MixKernel.emit(type, skipping);
    }

    /** 0 · x is NaN where x is infinite or NaN, and stays so in a sum. */
    @Override
    public byte[] finite(BlockType type) {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, SOURCE, 0);
        Frame.parameter(a, COUNT, 1);
        a.vpxord(zmm(1), zmm(1), zmm(1));
        a.vpxord(zmm(2), zmm(2), zmm(2));
        if (type == BlockType.Q8_0) {
            a.shr(COUNT, 5);
            Frame.repeat(
                    a,
                    COUNT,
                    () -> {
                        CacheRow.scale(a, zmm(0), Mem.at(SOURCE));
                        a.vfmadd231ps(zmm(2), zmm(0), zmm(1));
                        a.add(SOURCE, type.blockBytes());
                    });
        } else {
            Strip.over(
                    a,
                    COUNT,
                    16,
                    1,
                    step -> {
                        Mem source = Mem.at(SOURCE, Strip.INDEX, type.blockBytes(), 0);
                        FloatWeights.load(a, type, zmm(0), source, Strip.LANES);
                        a.vfmadd231ps(zmm(2), zmm(0), zmm(1));
                    });
        }
        a.vcmpps(Mask.K2, zmm(2), zmm(2), 3); // unordered
        a.kmovw(Gpr.RAX, Mask.K2);
        a.mov(Mem.at(Frame.PARAMETERS, 8 * 2), Gpr.RAX);
        Frame.leave(a);
        return a.finish();
    }

    @Override
    public byte[] finish() {
        return FinishKernel.emit();
    }
}
