package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.generated.RowKernels;

import java.util.function.Supplier;

/** Row by row operations for AVX2. */
final class Avx2RowKernels implements RowKernels {
    private final Avx2Kernels kernels;
    private final Supplier<? extends Avx2Assembler> assemblers;

    Avx2RowKernels(Avx2Kernels kernels, Supplier<? extends Avx2Assembler> assemblers) {
        this.kernels = kernels;
        this.assemblers = assemblers;
    }

    @Override
    public byte[] rmsNorm() {
        return NormKernels.rms(assemblers.get());
    }

    @Override
    public byte[] layerNorm(boolean biased) {
        return NormKernels.layer(assemblers.get(), biased);
    }

    @Override
    public byte[] rope(RopeTable.Pairing pairing) {
        return RopeKernel.emit(assemblers.get(), pairing);
    }

    @Override
    public byte[] store(BlockType type) {
        return StoreKernel.emit(assemblers.get(), type);
    }

    @Override
    public byte[] activation(Activation activation, boolean gated) {
        return ValueKernels.activation(assemblers.get(), activation, gated);
    }

    @Override
    public byte[] add() {
        return ValueKernels.add(assemblers.get());
    }

    @Override
    public byte[] scale() {
        return ValueKernels.scale(assemblers.get());
    }

    @Override
    public byte[] softCap() {
        return ValueKernels.softCap(assemblers.get());
    }

    @Override
    public byte[] decode(BlockType type) {
        return FloatWeights.isPlain(type)
                ? DecodeKernel.plain(assemblers.get(), type)
                : DecodeKernel.quantised(assemblers.get(), kernels.unpackOf(type));
    }
}
