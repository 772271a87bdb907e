package dev.mote.kernel.generated;

import dev.mote.kernel.Activation;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.RopeTable;

/**
 * The machine code of operations whose rows or values do not depend on each other.
 *
 * <p>The rules of {@link InstructionSet} hold; counts are at least 1.
 */
public interface RowKernels {
    /**
     * y = x / sqrt(mean(x²) + epsilon) · weight for groups one behind the other.
     *
     * <p>Parameters: 0 x · 1 columns of a group · 2 groups · 3 weight · 4 bias · 5 y · 6 columns as
     * F64 · 7 epsilon as F64. x may be y. The bias is not read.
     */
    byte[] rmsNorm();

    /** y = (x − mean) / sqrt(variance + epsilon) · weight + bias; as {@link #rmsNorm}. */
    byte[] layerNorm(boolean biased);

    /**
     * Rotates heads in place, row by row.
     *
     * <p>Parameters: 0 first head · 1 bytes per head · 2 heads per row · 3 rows · 4 cosines of the
     * first row · 5 sines of the first row · 6 bytes between two rows' cosines, and sines · 7
     * floats of each. Halves have a cosine and a sine for each pair. Neighbours have them twice,
     * the first sine of the two negated.
     */
    byte[] rope(RopeTable.Pairing pairing);

    /**
     * Converts rows of heads to F32, F16 or Q8_0 and puts them to a cache.
     *
     * <p>Parameters: 0 source · 1 values per head · 2 heads per row · 3 rows · 4 target · 5 bytes
     * between heads of the target · 6 bytes between rows of the target.
     */
    byte[] store(BlockType type);

    /**
     * x = activation(x), and times the second operand where gated.
     *
     * <p>Parameters: 0 x · 1 count · 2 second operand.
     */
    byte[] activation(Activation activation, boolean gated);

    /**
     * x += y, row by row.
     *
     * <p>Parameters: 0 x · 1 columns · 2 rows · 3 y · 4 bytes between rows of y, 0 to repeat one.
     */
    byte[] add();

    /** x *= factor. Parameters: 0 x · 1 count · 2 factor as F32. */
    byte[] scale();

    /** x = cap · tanh(x / cap). Parameters: 0 x · 1 count · 2 cap as F32. */
    byte[] softCap();

    /** Decodes a row to F32. Parameters: 0 row · 1 columns · 2 target. */
    byte[] decode(BlockType type);
}
