package dev.mote.kernel.generated;

/**
 * What an AArch64 processor offers, as Linux tells it (arch/arm64/include/uapi/asm/hwcap.h).
 *
 * @param dotProducts SDOT (FEAT_DotProd) together with Advanced SIMD
 * @param matrixProducts SMMLA (FEAT_I8MM)
 * @param bfloat16 products of BF16 (FEAT_BF16)
 */
public record Aarch64Features(boolean dotProducts, boolean matrixProducts, boolean bfloat16) {
    private static final int AT_HWCAP = 16;
    private static final int AT_HWCAP2 = 26;

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
    static Aarch64Features decode(long capabilities, long moreCapabilities) {
        long needed = ADVANCED_SIMD | DOT_PRODUCTS;
        boolean dotProducts = (capabilities & needed) == needed;
        return new Aarch64Features(
                dotProducts,
                dotProducts && (moreCapabilities & MATRIX_PRODUCTS) != 0,
                dotProducts && (moreCapabilities & BFLOAT16) != 0);
    }

    /** Asks the system; where it does not tell, nothing is offered. */
    public static Aarch64Features probe(OperatingSystem system) {
        return decode(system.auxiliaryValue(AT_HWCAP), system.auxiliaryValue(AT_HWCAP2));
    }
}
