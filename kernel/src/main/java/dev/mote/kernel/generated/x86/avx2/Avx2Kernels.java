package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.generated.AttentionKernels;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.RowKernels;

import java.util.function.Supplier;

/**
 * Kernels for AVX2 with FMA and F16C (Intel since Haswell, AMD since Zen), and if there is AVX-VNNI
 * (Intel since Alder Lake, AMD since Zen 5) with its dot products of bytes.
 */
public final class Avx2Kernels implements InstructionSet {
    private final ByteProducts products;
    private final Supplier<? extends Avx2Assembler> assemblers;

    private Avx2Kernels(ByteProducts products, Supplier<? extends Avx2Assembler> assemblers) {
        this.products = products;
        this.assemblers = assemblers;
    }

    /** For processors with AVX2 alone. */
    public static Avx2Kernels withoutDotProducts() {
        return new Avx2Kernels(ByteProducts.MULTIPLY_ADD, Avx2Assembler::new);
    }

    /** For processors with AVX-VNNI. */
    public static Avx2Kernels withDotProducts() {
        return withDotProducts(Avx2Assembler::new);
    }

    /** Uses assemblers that may encode dot products otherwise. */
    static Avx2Kernels withDotProducts(Supplier<? extends Avx2Assembler> assemblers) {
        return new Avx2Kernels(ByteProducts.DOT, assemblers);
    }

    @Override
    public String name() {
        return products == ByteProducts.DOT ? "avx-vnni" : "avx2";
    }

    Unpack unpackOf(BlockType type) {
        return switch (type) {
            case Q4_0 -> Blocks32.q40();
            case Q4_1 -> Blocks32.q41();
            case Q5_0 -> Blocks32.q50();
            case Q5_1 -> Blocks32.q51();
            case Q8_0 -> new Bytes32(products);
            case IQ4_NL -> Blocks32.iq4nl(products);
            case MXFP4 -> new Mxfp4();
            case Q2_K -> new TwoBits(false);
            case Q3_K -> new TwoBits(true);
            case Q4_K -> new NibblesK(false);
            case Q5_K -> new NibblesK(true);
            case Q6_K -> new SixBits();
            case IQ4_XS -> new Iq4Xs(products);
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
    public long recordBytes(int columns) {
        return QuantiseKernel.recordBytes(columns);
    }

    @Override
    public byte[] quantise() {
        return QuantiseKernel.emit(assemblers.get(), false);
    }

    @Override
    public byte[] dot(BlockType type, int tokens) {
        return FloatWeights.isPlain(type)
                ? FloatDotKernel.emit(assemblers.get(), type, tokens)
                : DotKernel.emit(assemblers.get(), products, unpackOf(type), tokens);
    }

    @Override
    public int panelRows() {
        return Panel.ROWS;
    }

    @Override
    public long panelBytes(BlockType type, int columns) {
        if (FloatWeights.isPlain(type)) {
            return (long) columns * Panel.STEP_BYTES;
        }
        Unpack unpack = unpackOf(type);
        return (long) columns / unpack.group * Panel.groupBytes(unpack);
    }

    @Override
    public byte[] unpack(BlockType type) {
        return FloatWeights.isPlain(type)
                ? FloatUnpackKernel.emit(assemblers.get(), type)
                : UnpackKernel.emit(assemblers.get(), unpackOf(type));
    }

    @Override
    public long lineBytes(int columns) {
        return (long) columns / 32 * QuantiseKernel.LINE_BYTES;
    }

    @Override
    public byte[] quantiseLines() {
        return QuantiseKernel.emit(assemblers.get(), true);
    }

    @Override
    public int gemmTokensMax() {
        return GemmKernel.TOKENS_MAX;
    }

    @Override
    public byte[] gemm(BlockType type, int tokens) {
        return GemmKernel.emit(assemblers.get(), products, unpackOf(type), tokens);
    }

    @Override
    public RowKernels rowKernels() {
        return new Avx2RowKernels(this, assemblers);
    }

    @Override
    public AttentionKernels attentionKernels() {
        return new Avx2AttentionKernels(assemblers);
    }

    @Override
    public int gemmFloatTokensMax() {
        return FloatGemmKernel.TOKENS_MAX;
    }

    @Override
    public byte[] peak(boolean bytes) {
        return PeakLoop.emit(assemblers.get(), products, bytes);
    }

    @Override
    public int peakProducts(boolean bytes) {
        return PeakLoop.products(bytes);
    }

    @Override
    public byte[] gemmFloat(int tokens) {
        return FloatGemmKernel.emit(assemblers.get(), tokens);
    }
}
