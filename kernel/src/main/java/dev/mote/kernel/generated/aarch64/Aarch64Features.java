package dev.mote.kernel.generated.aarch64;

/**
 * What an AArch64 processor offers, as Linux tells it (arch/arm64/include/uapi/asm/hwcap.h).
 *
 * @param dotProducts SDOT (FEAT_DotProd) together with Advanced SIMD
 * @param matrixProducts SMMLA (FEAT_I8MM)
 * @param bfloat16 products of BF16 (FEAT_BF16)
 */
public record Aarch64Features(boolean dotProducts, boolean matrixProducts, boolean bfloat16) {
    /** Types of the entries of the ELF auxiliary vector that {@link #decode} takes. */
    public static final int CAPABILITIES_ENTRY = 16;

    /** See {@link #CAPABILITIES_ENTRY}. */
    public static final int MORE_CAPABILITIES_ENTRY = 26;

    private static final long ADVANCED_SIMD = 1L << 1;
    private static final long DOT_PRODUCTS = 1L << 20;
    private static final long MATRIX_PRODUCTS = 1L << 13;
    private static final long BFLOAT16 = 1L << 14;

    /**
     * Decodes the two words of capabilities; zeros stand for a processor that offers nothing.
     *
     * @param capabilities AT_HWCAP
     * @param moreCapabilities AT_HWCAP2
     */
    public static Aarch64Features decode(long capabilities, long moreCapabilities) {
        long needed = ADVANCED_SIMD | DOT_PRODUCTS;
        boolean dotProducts = (capabilities & needed) == needed;
        return new Aarch64Features(
                dotProducts,
                dotProducts && (moreCapabilities & MATRIX_PRODUCTS) != 0,
                dotProducts && (moreCapabilities & BFLOAT16) != 0);
    }
}
