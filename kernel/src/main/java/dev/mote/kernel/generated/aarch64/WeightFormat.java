package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * One block type as code: how its values become signed bytes, scales and minima in registers.
 *
 * <p>A value is scale · (byte − zero point) + min. See {@link Plan} for the registers.
 */
interface WeightFormat {
    /** The type that this reads. */
    BlockType type();

    /** Columns that share a scale: 16 or 32. */
    int group();

    /** What a byte is too large by. */
    int zeroPoint();

    /** Whether there are minima. */
    boolean hasMins();

    /** Sets up {@link Plan#CONSTANTS} and {@link Plan#TABLES}, once a kernel. */
    void prepare(Aarch64Assembler a);

    /**
     * Unpacks columns of one row.
     *
     * @param row address of the block, which holds these columns or the first of them
     * @param half for blocks of 256 columns: which 128 of them; else 0
     * @param groups how often 32 columns: 4, or 1 with blocks of 32. The registers of columns that
     *     are not unpacked keep what they hold, scales and minima beyond become zero or are of no
     *     consequence.
     */
    void unpack(Aarch64Assembler a, X row, int half, int groups);
}
