package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.Map;

/**
 * Scratch matrices of a forward pass, allocated when first needed and reused by every layer and
 * every later pass.
 *
 * <p>A buffer grows to the largest number of rows asked for and is never shrunk; asking for the
 * same shape again gives the same object, so a decode loop allocates nothing. Contents do not
 * survive the next request for the same buffer. Not thread-safe.
 */
public final class Workspace implements AutoCloseable {
    /**
     * What the matrices are used for; each has memory of its own, so different ones never alias.
     */
    public enum Buffer {
        STREAM,
        NORMED,
        SUBLAYER,
        QUERY,
        KEY,
        VALUE,
        ATTENDED,
        GATE,
        UP,
        ROUTER,
        EXPERT_IN,
        EXPERT_OUT,
        CONVOLUTION_IN,
        CONVOLUTION_GATE,
        CONVOLUTION_VALUE,
        POSITIONS,
        ADAPTER_INNER,
        ADAPTER_OUT,
        POOLED
    }

    private final Map<Buffer, Region> regions = new EnumMap<>(Buffer.class);
    private boolean closed;

    /** A matrix of this shape with arbitrary contents. */
    public FloatMatrix matrix(Buffer buffer, int rows, int columns) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        Region region = regions.get(buffer);
        if (region == null || !region.holds(rows, columns)) {
            Region old = region;
            region = new Region(rows, columns);
            regions.put(buffer, region);
            if (old != null) {
                old.arena.close();
            }
        }
        return region.view(rows, columns);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            regions.values().forEach(region -> region.arena.close());
        }
    }

    private static final class Region {
        private final Arena arena = Arena.ofShared(); // the kernels' worker threads use it
        private final FloatMatrix memory;
        private FloatMatrix view;

        Region(int rows, int columns) {
            // Powers of two, so that prompts of growing length do not reallocate each time.
            int room = rows <= 1 ? rows : Integer.highestOneBit(rows - 1) << 1;
            memory = FloatMatrix.allocate(arena, room, columns);
            view = memory;
        }

        boolean holds(int rows, int columns) {
            return (long) memory.rows() * memory.columns() >= (long) rows * columns;
        }

        FloatMatrix view(int rows, int columns) {
            if (view.rows() != rows || view.columns() != columns) {
                view = FloatMatrix.of(memory.segment(), rows, columns);
            }
            return view;
        }
    }
}
