package dev.mote.model;

import dev.mote.kernel.BlockType;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.SequenceMemory;

import org.jspecify.annotations.Nullable;

/** Keys and values of an encoder's layers while it runs, kept from input to input. */
final class EncoderMemory implements AutoCloseable {
    private static final int POSITIONS_MIN = 64;

    private final MemoryPlan plan;
    private @Nullable SequenceMemory memory;

    EncoderMemory(MemoryPlan plan) {
        this.plan = plan;
    }

    /** Memory with room for {@code length} positions at least. */
    SequenceMemory of(int length) {
        SequenceMemory current = memory;
        if (current == null || current.capacity() < length) {
            close();
            current = new SequenceMemory(plan, Math.max(POSITIONS_MIN, length), BlockType.F32);
            memory = current;
        }
        return current;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
