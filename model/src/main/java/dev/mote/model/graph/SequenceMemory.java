package dev.mote.model.graph;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.KvPages;
import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPool;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * What one sequence remembers, after a {@link MemoryPlan}: allocated at once, or in pages that it
 * takes as it grows. Close frees it; not thread-safe.
 */
public final class SequenceMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared(); // kernels' worker threads use it
    private final int capacity;
    private final @Nullable KvLayer[] layers;
    private final @Nullable FloatMatrix[] recent;
    private final @Nullable SequencePages pages;

    /** Allocates room for {@code capacity} positions, zeroed. */
    public SequenceMemory(MemoryPlan plan, int capacity, BlockType kvType) {
        this(plan, null, capacity);
        boolean complete = false;
        try {
            for (int slot = 0; slot < layers.length; slot++) {
                if (plan.slots().get(slot) instanceof MemoryPlan.Slot.KeysAndValues kv) {
                    layers[slot] =
                            KvLayer.allocate(
                                    arena,
                                    kvType,
                                    kv.kvHeadCount(),
                                    kv.keySize(),
                                    kv.valueSize(),
                                    capacity);
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                arena.close();
            }
        }
    }

    private SequenceMemory(MemoryPlan plan, @Nullable SequencePages pages, int capacity) {
        this.capacity = capacity;
        this.pages = pages;
        List<MemoryPlan.Slot> slots = plan.slots();
        layers = new KvLayer[slots.size()];
        recent = new FloatMatrix[slots.size()];
        boolean complete = false;
        try {
            for (int slot = 0; slot < slots.size(); slot++) {
                if (slots.get(slot) instanceof MemoryPlan.Slot.Recent shape) {
                    recent[slot] = FloatMatrix.allocate(arena, shape.rows(), shape.columns());
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                arena.close();
            }
        }
    }

    /** Takes pages from the pool when {@link #prepare prepared} for their positions. */
    public static SequenceMemory paged(MemoryPlan plan, int capacity, KvPool pool) {
        List<MemoryPlan.Group> groups = plan.groups(pool.type());
        SequencePages pages = new SequencePages(pool, groups, capacity);
        SequenceMemory memory = new SequenceMemory(plan, pages, capacity);
        for (int group = 0; group < groups.size(); group++) {
            KvPages table = pages.table(group);
            groups.get(group)
                    .places()
                    .forEach((slot, at) -> memory.putLayer(plan, slot, pool.type(), table, at));
        }
        return memory;
    }

    private void putLayer(MemoryPlan plan, int slot, BlockType type, KvPages table, long at) {
        if (plan.slots().get(slot) instanceof MemoryPlan.Slot.KeysAndValues kv) {
            layers[slot] =
                    KvLayer.paged(type, kv.kvHeadCount(), kv.keySize(), kv.valueSize(), table, at);
        }
    }

    /** Makes sure that there is memory for positions that are about to be written. */
    public void prepare(int from, int to) {
        if (pages != null) {
            pages.prepare(from, to);
        }
    }

    /** Gives up what only positions from this one on need. */
    public void truncate(int position) {
        if (pages != null) {
            pages.truncate(position);
        }
    }

    /** Whether a token at this position, after those that were written, finds all it looks at. */
    public boolean canGoOnAt(int position) {
        return pages == null || pages.canGoOnAt(position);
    }

    /**
     * What is kept of a range of positions.
     *
     * @param index of the page
     * @param positions of it that are filled
     * @return null if some of it was given up
     */
    public @Nullable KvBlock block(int index, int positions) {
        return requirePages().block(index, positions);
    }

    /** Takes over the first positions of a page that was filled elsewhere. */
    public void adopt(int index, KvBlock block, int positions) {
        requirePages().adopt(index, block, positions);
    }

    /** Writes what is kept of the first positions. */
    public void save(int positions, WritableByteChannel target) throws IOException {
        for (FloatMatrix matrix : recent) {
            if (matrix != null) {
                target.write(matrix.segment().asByteBuffer());
            }
        }
        requirePages().save(positions, target);
    }

    /** Reads what {@link #save} wrote. */
    public void restore(int positions, ReadableByteChannel source) throws IOException {
        for (FloatMatrix matrix : recent) {
            if (matrix != null) {
                SequencePages.fill(source, matrix.segment().asByteBuffer());
            }
        }
        requirePages().restore(positions, source);
    }

    private SequencePages requirePages() {
        if (pages == null) {
            throw new IllegalStateException("the sequence has no pages to share");
        }
        return pages;
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
            if (pages != null) {
                pages.close();
            }
        }
    }
}
