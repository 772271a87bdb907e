package dev.mote.kernel;

/**
 * How tensor values are encoded: plain floats, or blocks of quantised values that share scales.
 *
 * <p>The names are GGML's. Adding a type is one codec file beside this one and one line here.
 */
public enum BlockType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    Q4_0(32, 18),
    Q4_1(32, 20),
    Q5_0(32, 22),
    Q5_1(32, 24),
    Q8_0(32, 34),
    Q2_K(256, 84),
    Q3_K(256, 110),
    Q4_K(256, 144),
    Q5_K(256, 176),
    Q6_K(256, 210),
    IQ1_S(256, 50),
    IQ1_M(256, 56),
    IQ2_XXS(256, 66),
    IQ2_XS(256, 74),
    IQ2_S(256, 82),
    IQ3_XXS(256, 98),
    IQ3_S(256, 110),
    IQ4_NL(32, 18),
    IQ4_XS(256, 136),
    TQ1_0(256, 54),
    TQ2_0(256, 66),
    MXFP4(32, 17);

    private final int blockSize;
    private final int blockBytes;

    BlockType(int blockSize, int blockBytes) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    /** Values in one block; 1 for plain floats. */
    public int blockSize() {
        return blockSize;
    }

    /** Encoded bytes of one block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Encoded bytes of {@code count} values.
     *
     * @throws IllegalArgumentException if count is no multiple of the block size
     * @throws ArithmeticException if the size overflows
     */
    public long bytesFor(long count) {
        if (count % blockSize != 0) {
            throw new IllegalArgumentException(
                    "%d values are no whole number of %s blocks of %d"
                            .formatted(count, this, blockSize));
        }
        return Math.multiplyExact(count / blockSize, (long) blockBytes);
    }

    /** Mean bits per value, scales included. */
    public double bitsPerValue() {
        return 8.0 * blockBytes / blockSize;
    }
}
