package dev.mote.model.graph;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * What one sequence remembers, allocated after a {@link MemoryPlan}. Close frees it; not
 * thread-safe.
 */
public final class SequenceMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared(); // kernels' worker threads use it
    private final int capacity;
    private final @Nullable KvLayer[] layers;
    private final @Nullable FloatMatrix[] recent;

    /** Allocates room for {@code capacity} positions, zeroed. */
    public SequenceMemory(MemoryPlan plan, int capacity, BlockType kvType) {
        this.capacity = capacity;
        List<MemoryPlan.Slot> slots = plan.slots();
        layers = new KvLayer[slots.size()];
        recent = new FloatMatrix[slots.size()];
        boolean complete = false;
        try {
            for (int slot = 0; slot < slots.size(); slot++) {
                switch (slots.get(slot)) {
                    case MemoryPlan.Slot.KeysAndValues kv ->
                            layers[slot] =
                                    KvLayer.allocate(
                                            arena,
                                            kvType,
                                            kv.kvHeadCount(),
                                            kv.keySize(),
                                            kv.valueSize(),
                                            capacity);
                    case MemoryPlan.Slot.Recent shape ->
                            recent[slot] =
                                    FloatMatrix.allocate(arena, shape.rows(), shape.columns());
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                arena.close();
            }
        }
    }

    /** Positions there is room for. */
    public int capacity() {
        return capacity;
    }

    /** Keys and values in this slot. */
    public KvLayer keysAndValues(int slot) {
        KvLayer layer = layers[slot];
        if (layer == null) {
            throw new IllegalStateException("slot " + slot + " holds no keys and values");
        }
        return layer;
    }

    /** The last inputs of the convolution in this slot, oldest first. */
    public FloatMatrix recent(int slot) {
        FloatMatrix matrix = recent[slot];
        if (matrix == null) {
            throw new IllegalStateException("slot " + slot + " holds no recent inputs");
        }
        return matrix;
    }

    /** Forgets recent inputs, so that a sequence can start anew. */
    public void clearRecent() {
        for (FloatMatrix matrix : recent) {
            if (matrix != null) {
                matrix.segment().fill((byte) 0);
            }
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
