package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;

/**
 * The machine code of attention, one tile of keys after the other with an online softmax
 * (arXiv:2205.14135, algorithm 1).
 *
 * <p>The rules of {@link InstructionSet} hold. Rows are queries of the heads that share a key/value
 * head: all of the first position, then all of the next. A row's state is four floats: the largest
 * score so far, the sum of exponentials, the factor on older outputs, one of no meaning. Keys and
 * values are F32, F16 or Q8_0, one vector behind the other.
 */
public interface AttentionKernels {
    /** How {@link #softmax} calculates biases. */
    enum Bias {
        /** There are none. */
        NONE,
        /** A slope for each head times the distance, subtracted. */
        SLOPES,
        /** A table for each head, indexed by the distance. */
        TABLE
    }

    /** Keys that {@link #scores} transposes at a time; rows of scores have room for a multiple. */
    int PANEL_KEYS = 32;

    /**
     * Copies queries, scaled.
     *
     * <p>Parameters: 0 first position's · 1 bytes between positions · 2 positions · 3 values of a
     * position · 4 target · 5 factor as F32.
     */
    byte[] loadQueries();

    /**
     * Products of rows with keys.
     *
     * <p>Parameters: 0 first key · 1 bytes per key · 2 keys · 3 values per key · 4 rows · 5 count
     * of rows · 6 scores · 7 bytes between rows of scores · 8 scratch for a panel: {@link
     * #PANEL_KEYS} floats for each value of a key, their number rounded up to 16 · 9 scratch for
     * the bytes of {@link #PANEL_KEYS} keys.
     */
    byte[] scores(BlockType type);

    /**
     * Turns the scores of a tile to exponentials and brings the rows' states up to date.
     *
     * <p>Parameters: 0 scores · 1 bytes between rows · 2 rows, at least 1 · 3 keys · 4 rows per
     * position · 5 first visible key of the first position · 6 end of its visible keys · 7 and 8
     * what these rise by from position to position · 9 states · 10 whether this is the rows' first
     * tile · 11 cap as F32 · 12 biases · 13 bytes between heads' biases · 14 first key's position
     * less the first row's. Keys count from the beginning of the tile. Slopes: 12 points to the
     * first head's. Tables: 12 points to the bias of the first head between first row and first
     * key.
     */
    byte[] softmax(boolean capped, Bias bias);

    /**
     * output = output · factor + exponentials · values.
     *
     * <p>Parameters: 0 exponentials · 1 bytes between rows · 2 rows · 3 first value · 4 bytes per
     * value · 5 keys · 6 values per value vector · 7 outputs, one row behind the other · 8 states ·
     * 9 whether there is no output yet.
     *
     * @param skipping whether keys whose exponential is 0 are left out, so that their values may be
     *     infinite or NaN
     */
    byte[] mix(BlockType type, boolean skipping);

    /**
     * Whether all values are finite.
     *
     * <p>Parameters: 0 first value · 1 count of values · 2 is set to 0 if they are.
     */
    byte[] finite(BlockType type);

    /**
     * Joins outputs over several parts of the keys and divides them by their sums.
     *
     * <p>Parameters: 0 outputs of the first part · 1 bytes between parts' outputs · 2 parts · 3
     * rows · 4 values per row · 5 states of the first part · 6 bytes between parts' states · 7
     * target of the first position · 8 bytes between positions of the target · 9 rows per position.
     */
    byte[] finish();
}
