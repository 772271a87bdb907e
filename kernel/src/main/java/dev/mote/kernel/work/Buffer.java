package dev.mote.kernel.work;

import dev.mote.kernel.FloatMatrix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native scratch memory that grows when asked for more and keeps its size between operations. */
public final class Buffer implements AutoCloseable {
    private Arena arena = Arena.ofShared();
    private MemorySegment segment = MemorySegment.NULL;

    /** At least {@code bytes} bytes, aligned to a vector; contents are undefined. */
    public MemorySegment reserve(long bytes) {
        if (segment.byteSize() < bytes) {
            segment = MemorySegment.NULL; // stays so if there is no memory for the new one
            arena.close();
            arena = Arena.ofShared();
            segment = arena.allocate(bytes, FloatMatrix.ALIGNMENT_BYTES);
        }
        return segment;
    }

    @Override
    public void close() {
        segment = MemorySegment.NULL;
        arena.close();
    }
}
