package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;

/**
 * The machine code of all kernels for one instruction set.
 *
 * <p>Every kernel is position-independent, is entered at its first byte with a pointer to 8-byte
 * parameters, and touches no byte outside its operands. Letters as in {@link
 * dev.mote.kernel.Kernels}: n tokens, k columns, m rows.
 *
 * <p>Weights are seen as value = scale · (q − zero point) + minimum with 8-bit q, where scale and
 * minimum belong to groups of 16 or 32 columns; activations as scale · q with signed 8-bit q and
 * one scale per 32 columns.
 */
public interface InstructionSet {
    /** Short name for people, for example {@code avx512-vnni}. */
    String name();

    /** What q has to be lowered by for a type. */
    int zeroPoint(BlockType type);

    /** How {@link #quantise} arranges a record for {@link #dot} of a type; 0 in natural order. */
    default int arrangement(BlockType type) {
        return 0;
    }

    /** Bytes of one token's activations as {@link #dot} reads them. */
    long recordBytes(int columns);

    /**
     * Quantises one row of activations for {@link #dot}.
     *
     * <p>Parameters: 0 values · 1 columns · 2 record · 3 zero point of the weights · 4 the
     * {@linkplain #arrangement arrangement}.
     */
    byte[] quantise();

    /**
     * Products of one to four tokens with rows as they lie in the file.
     *
     * <p>Parameters: 0 first row · 1 bytes per row · 2 rows · 3 record of the first token · 4 bytes
     * per record · 5 columns · 6 output of the first token and row · 7 bytes between outputs of two
     * tokens. Plain floats take rows of F32 for records.
     */
    byte[] dot(BlockType type, int tokens);

    /**
     * From how many places {@link #dotStreams} reads rows of a type in turn, for so many tokens:
     * plain floats wait for memory, and processors read further ahead where they read in several
     * places. 1 where there is no such kernel.
     */
    default int streams(BlockType type, int tokens) {
        return 1;
    }

    /**
     * As {@link #dot}, with rows of {@link #streams} places in turn; a row's result is the same.
     *
     * <p>More parameters: 2 rows of each place · 8 bytes between two places · 9 bytes between their
     * outputs.
     */
    default byte[] dotStreams(BlockType type, int tokens) {
        throw new UnsupportedOperationException(name() + " reads rows in one place");
    }

    /** Neighbouring rows that {@link #stripes} takes at once. */
    int STRIPE_ROWS = 16;

    /** The most tokens that {@link #stripes} takes at once; 0 where there is none for a type. */
    default int stripeTokensMax(BlockType type) {
        return 0;
    }

    /**
     * As {@link #dot} for stripes of {@link #STRIPE_ROWS} rows, which pays for more tokens; results
     * are the same.
     *
     * <p>Different parameters: 2 stripes · 8 scratch of {@link #SCRATCH_BYTES} bytes.
     */
    default byte[] stripes(BlockType type, int tokens) {
        throw new UnsupportedOperationException(name() + " has no stripes of " + type);
    }

    /** Rows that a panel holds side by side. */
    int panelRows();

    /** Bytes of a panel, scratch space at its end included. */
    long panelBytes(BlockType type, int columns);

    /**
     * Unpacks rows to a panel.
     *
     * <p>Parameters: 0 first row · 1 bytes per row · 2 rows · 3 columns · 4 panel · 5 scratch of
     * {@link #SCRATCH_BYTES} bytes.
     */
    byte[] unpack(BlockType type);

    /** Room that {@link #unpack} and {@link #stripes} may use for themselves. */
    int SCRATCH_BYTES = 32 * 1024;

    /** Bytes of one token's activations as {@link #gemm} reads them. */
    long lineBytes(int columns);

    /** Quantises one row of activations for {@link #gemm}; parameters as for {@link #quantise}. */
    byte[] quantiseLines();

    /**
     * The most times that one call of {@link #gemm} goes on to as many tokens further: parameter 7
     * is how often it takes tokens at all. Instruction sets that go on no further do not read it.
     */
    default int gemmTilesMax() {
        return 1;
    }

    /** The most tokens that {@link #gemm} takes at once. */
    int gemmTokensMax();

    /**
     * Products of some tokens with a panel of this type.
     *
     * <p>Parameters: 0 panel · 1 columns · 2 activations of the first token · 3 bytes between two
     * tokens' activations · 4 output of the first token and row · 5 bytes between outputs of two
     * tokens · 6 rows to store.
     */
    byte[] gemm(BlockType type, int tokens);

    /** The most tokens that {@link #gemmFloat} takes at once. */
    int gemmFloatTokensMax();

    /** As {@link #gemm} for plain floats; activations are rows of F32. */
    byte[] gemmFloat(int tokens);

    /**
     * Multiplies and adds bytes or floats in registers as fast as the processor can, to learn how
     * fast that is.
     *
     * <p>Parameters: 0 rounds, at least 1.
     */
    byte[] peak(boolean bytes);

    /** Multiply-adds of one round of {@link #peak}. */
    int peakProducts(boolean bytes);

    /** Operations other than products and attention. */
    RowKernels rowKernels();

    /** Attention. */
    AttentionKernels attentionKernels();
}
