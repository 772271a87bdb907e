package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.generated.RowKernels;

/** Row by row operations for AVX-512. */
final class Avx512RowKernels implements RowKernels {
    @Override
    public byte[] rmsNorm() {
        return NormKernels.rms();
    }

    @Override
    public byte[] layerNorm(boolean biased) {
        return NormKernels.layer(biased);
    }

    @Override
    public byte[] rope(RopeTable.Pairing pairing) {
        return RopeKernel.emit(pairing);
    }

    @Override
    public byte[] store(BlockType type) {
        return StoreKernel.emit(type);
    }

    @Override
    public byte[] activation(Activation activation, boolean gated) {
        return ValueKernels.activation(activation, gated);
    }

    @Override
    public byte[] add() {
        return ValueKernels.add();
    }

    @Override
    public byte[] scale() {
        return ValueKernels.scale();
    }

    @Override
    public byte[] softCap() {
        return ValueKernels.softCap();
    }

    @Override
    public byte[] decode(BlockType type) {
        return FloatWeights.isPlain(type)
                ? DecodeKernel.plain(type)
                : DecodeKernel.quantised(Avx512Kernels.unpackOf(type));
    }
}
