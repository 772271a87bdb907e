package dev.mote.engine;

/**
 * Memory a model needs.
 *
 * @param weightsBytes mapped from the file: shared with the page cache and other processes, but
 *     slow to use when it does not fit in memory
 * @param kvBytes KV cache of one sequence of the given context length, allocated
 * @param availableBytes what the machine can still give without swapping
 */
public record MemoryNeed(long weightsBytes, long kvBytes, long availableBytes) {
    /** What the machine can still give now; Long.MAX_VALUE where the system does not tell. */
    public static long availableNow() {
        return SystemMemory.availableBytes();
    }

    /** Whether the KV cache fits. */
    public boolean kvFits() {
        return kvBytes <= availableBytes;
    }
}
