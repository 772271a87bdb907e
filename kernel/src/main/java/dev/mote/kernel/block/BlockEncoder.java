package dev.mote.kernel.block;

import java.lang.foreign.MemorySegment;

/** Turns F32 values into encoded blocks. */
@FunctionalInterface
public interface BlockEncoder {
    /**
     * Encodes {@code blocks} consecutive blocks.
     *
     * <p>NaN and infinities do not fail; a quantised block that holds one has no defined values.
     *
     * @param source blocks × block size values from {@code sourceOffset} on
     * @param sourceOffset index of the first value
     * @param target receives little-endian blocks
     * @param offset byte offset of the first block
     * @param blocks number of blocks
     */
    void encode(float[] source, int sourceOffset, MemorySegment target, long offset, int blocks);
}
