package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.generated.RowKernels;

import java.util.Optional;

/** Row by row operations for AArch64. */
final class Aarch64RowKernels implements RowKernels {
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
        return RopeKernel.assemble(pairing);
    }

    @Override
    public byte[] store(BlockType type) {
        return StoreKernel.assemble(type);
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
        if (FloatFormat.isPlain(type)) {
            return DecodeKernel.plain(new FloatFormat(type));
        }
        Optional<WeightFormat> format = WeightFormats.of(type);
        return DecodeKernel.quantised(
                format.orElseThrow(() -> new IllegalArgumentException("no kernels for " + type)));
    }
}
