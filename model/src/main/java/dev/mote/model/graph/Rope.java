package dev.mote.model.graph;

import dev.mote.kernel.RopeTable;

/**
 * Rotary position embeddings whose frequencies may depend on how long the sequence can become.
 *
 * @param shortTable for sequences of up to {@code shortCapacity} positions
 * @param longTable for longer ones (LongRoPE, arXiv:2402.13753); the same object where the length
 *     makes no difference
 */
public record Rope(RopeTable shortTable, RopeTable longTable, int shortCapacity) {
    /** The same frequencies for any length. */
    public static Rope of(RopeTable table) {
        return new Rope(table, table, Integer.MAX_VALUE);
    }

    /** The table for a sequence with room for {@code capacity} positions. */
    public RopeTable table(int capacity) {
        return capacity <= shortCapacity ? shortTable : longTable;
    }
}
