package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/** Turns encoded blocks into F32 values. */
@FunctionalInterface
public interface BlockDecoder {
    /**
     * Decodes {@code blocks} consecutive blocks, every value in the order of the row.
     *
     * <p>Any bytes decode to some values; nothing but the bounds of segment and array can fail.
     *
     * @param source little-endian blocks
     * @param offset byte offset of the first block
     * @param target receives blocks × block size values
     * @param targetOffset index of the first value
     * @param blocks number of blocks
     */
    void decode(MemorySegment source, long offset, float[] target, int targetOffset, int blocks);
}
