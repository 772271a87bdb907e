package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.generated.Aarch64Features;
import dev.mote.kernel.generated.AttentionKernels;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.RowKernels;

/**
 * Kernels for AArch64 with the dot products of Armv8.2, and if there are any the matrix products of
 * Armv8.6 (i8mm).
 *
 * <p>With i8mm only panels differ: a row with few tokens has no pairs of rows to offer.
 */
public final class Aarch64Kernels implements InstructionSet {
    private final boolean matrixProducts;
    private final Panel panel;

    private Aarch64Kernels(boolean matrixProducts) {
        this.matrixProducts = matrixProducts;
        panel = matrixProducts ? new MatrixPanel() : new DotPanel();
    }

    /** For processors with {@link Aarch64Features#dotProducts}. */
    public static Aarch64Kernels dotProducts() {
        return new Aarch64Kernels(false);
    }

    /** For processors with {@link Aarch64Features#dotProducts} and {@code matrixProducts}. */
    public static Aarch64Kernels matrixProducts() {
        return new Aarch64Kernels(true);
    }

    @Override
    public String name() {
        return matrixProducts ? "neon-i8mm" : "neon-dotprod";
    }

    @Override
    public int zeroPoint(BlockType type) {
        return format(type).zeroPoint();
    }

    @Override
    public long recordBytes(int columns) {
        return RecordLayout.bytes(columns);
    }

    @Override
    public byte[] quantise() {
        return QuantiseKernel.assemble(new RecordLayout());
    }

    @Override
    public byte[] dot(BlockType type, int tokens) {
        return FloatFormat.isPlain(type)
                ? FloatDotKernel.assemble(new FloatFormat(type), tokens)
                : DotKernel.assemble(format(type), tokens);
    }

    @Override
    public int panelRows() {
        return Panel.ROWS;
    }

    @Override
    public long panelBytes(BlockType type, int columns) {
        if (FloatFormat.isPlain(type)) {
            return (long) columns * Panel.ROWS * Float.BYTES;
        }
        WeightFormat format = format(type);
        long groups = columns / format.group();
        return groups * panel.groupBytes(format.group(), format.hasMins());
    }

    @Override
    public byte[] unpack(BlockType type) {
        return FloatFormat.isPlain(type)
                ? FloatUnpackKernel.assemble(new FloatFormat(type))
                : UnpackKernel.assemble(format(type), panel);
    }

    @Override
    public long lineBytes(int columns) {
        return LineLayout.bytes(columns);
    }

    @Override
    public byte[] quantiseLines() {
        return QuantiseKernel.assemble(new LineLayout());
    }

    @Override
    public int gemmTokensMax() {
        return DotGemmKernel.TOKENS_MAX;
    }

    @Override
    public byte[] gemm(BlockType type, int tokens) {
        WeightFormat format = format(type);
        return matrixProducts
                ? MatrixGemmKernel.assemble(format.group(), format.hasMins(), tokens)
                : DotGemmKernel.assemble(format.group(), format.hasMins(), tokens);
    }

    @Override
    public int gemmFloatTokensMax() {
        return FloatGemmKernel.TOKENS_MAX;
    }

    @Override
    public byte[] peak(boolean bytes) {
        return PeakLoop.assemble(bytes, matrixProducts);
    }

    @Override
    public int peakProducts(boolean bytes) {
        return PeakLoop.products(bytes, matrixProducts);
    }

    @Override
    public byte[] gemmFloat(int tokens) {
        return FloatGemmKernel.assemble(tokens);
    }

    @Override
    public RowKernels rowKernels() {
        return new Aarch64RowKernels();
    }

    @Override
    public AttentionKernels attentionKernels() {
        return new Aarch64AttentionKernels();
    }

    private static WeightFormat format(BlockType type) {
        return WeightFormats.of(type)
                .orElseThrow(() -> new IllegalArgumentException("no kernels for " + type));
    }
}
