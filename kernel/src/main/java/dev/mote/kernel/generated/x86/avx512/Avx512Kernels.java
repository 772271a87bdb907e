package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.generated.AttentionKernels;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.RowKernels;

/** Kernels for AVX-512 with VNNI, VBMI, BITALG and GFNI (Intel since Ice Lake, AMD since Zen 4). */
public final class Avx512Kernels implements InstructionSet {
    @Override
    public String name() {
        return "avx512-vnni";
    }

    static Unpack unpackOf(BlockType type) {
        return switch (type) {
            case Q4_0 -> new NibblesRun(Nibbles32.q40());
            case Q4_1 -> new NibblesRun(Nibbles32.q41());
            case Q5_0 -> Nibbles32.q50();
            case Q5_1 -> Nibbles32.q51();
            case Q8_0 -> new Bytes32();
            case IQ4_NL -> new NibblesRun(Nibbles32.iq4nl());
            case MXFP4 -> new Mxfp4();
            case Q2_K -> new TwoBits(false);
            case Q3_K -> new TwoBits(true);
            case Q4_K -> new NibblesKRun(false);
            case Q5_K -> new NibblesKRun(true);
            case Q6_K -> new SixBits();
            case IQ4_XS -> new Iq4Xs();
            case IQ2_XXS -> new Iq2.Xxs();
            case IQ2_XS -> new Iq2.Xs();
            case IQ2_S -> new Iq2.S();
            case IQ3_XXS -> new Iq3.Xxs();
            case IQ3_S -> new Iq3.S();
            case IQ1_S -> new Iq1.S();
            case IQ1_M -> new Iq1.M();
            case TQ1_0 -> new Tq1();
            case TQ2_0 -> new Tq2();
            case F32, F16, BF16 -> throw new IllegalArgumentException(type + " is not quantised");
        };
    }

    @Override
    public int zeroPoint(BlockType type) {
        return unpackOf(type).zeroPoint;
    }

    @Override
    public int arrangement(BlockType type) {
        if (NibbleBlocks.are(type)) {
            return QuantiseKernel.BY_LANES;
        }
        return unpackOf(type).nibbleWise() ? QuantiseKernel.BY_NIBBLES : 0;
    }

    @Override
    public long recordBytes(int columns) {
        long padded = (columns + 511L) / 512 * 512;
        return 2 * padded + padded / 8 + padded / 4;
    }

    @Override
    public byte[] quantise() {
        return QuantiseKernel.emit(false);
    }

    @Override
    public byte[] dot(BlockType type, int tokens) {
        if (FloatWeights.isPlain(type)) {
            return FloatDotKernel.emit(type, tokens, 1);
        }
        return NibbleBlocks.are(type)
                ? RunDotKernel.emit(NibbleBlocks.of(type), tokens)
                : DotKernel.emit(unpackOf(type), tokens);
    }

    @Override
    public int streams(BlockType type, int tokens) {
        return FloatWeights.isPlain(type) ? FloatDotKernel.ROWS_MAX / tokens : 1;
    }

    @Override
    public byte[] dotStreams(BlockType type, int tokens) {
        return FloatDotKernel.emit(type, tokens, streams(type, tokens));
    }

    @Override
    public int stripeTokensMax(BlockType type) {
        return NibbleBlocks.are(type) ? StripeKernel.TOKENS_MAX : 0;
    }

    @Override
    public byte[] stripes(BlockType type, int tokens) {
        return StripeKernel.emit(NibbleBlocks.of(type), tokens);
    }

    @Override
    public int panelRows() {
        return UnpackKernel.ROWS;
    }

    @Override
    public long panelBytes(BlockType type, int columns) {
        if (FloatWeights.isPlain(type)) {
            return (columns + 15L) / 16 * 16 * UnpackKernel.ROWS * Float.BYTES;
        }
        Unpack unpack = unpackOf(type).rest();
        long groups = (columns + 63L) / 64 * 64 / unpack.group;
        return groups * UnpackKernel.groupBytes(unpack);
    }

    @Override
    public byte[] unpack(BlockType type) {
        return FloatWeights.isPlain(type)
                ? FloatUnpackKernel.emit(type)
                : UnpackKernel.emit(unpackOf(type));
    }

    @Override
    public long lineBytes(int columns) {
        return (columns + 63L) / 64 * 128;
    }

    @Override
    public byte[] quantiseLines() {
        return QuantiseKernel.emit(true);
    }

    @Override
    public int gemmTokensMax() {
        return GemmKernel.TOKENS_MAX;
    }

    @Override
    public int gemmTilesMax() {
        return GemmKernel.TILES_MAX;
    }

    @Override
    public byte[] gemm(BlockType type, int tokens) {
        Unpack unpack = unpackOf(type);
        return GemmKernel.emit(unpack.group, unpack.minima, tokens);
    }

    @Override
    public RowKernels rowKernels() {
        return new Avx512RowKernels();
    }

    @Override
    public AttentionKernels attentionKernels() {
        return new Avx512AttentionKernels();
    }

    @Override
    public int gemmFloatTokensMax() {
        return FloatGemmKernel.TOKENS_MAX;
    }

    @Override
    public byte[] peak(boolean bytes) {
        return PeakLoop.emit(bytes);
    }

    @Override
    public int peakProducts(boolean bytes) {
        return PeakLoop.products(bytes);
    }

    @Override
    public byte[] gemmFloat(int tokens) {
        return FloatGemmKernel.emit(tokens);
    }
}
