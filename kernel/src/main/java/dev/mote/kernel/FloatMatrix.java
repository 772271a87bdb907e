package dev.mote.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A dense row-major matrix of F32 values: activations, logits, norm weights (as one row).
 *
 * <p>Shape is [rows, columns]; rows are contiguous, without padding between them. The memory
 * belongs to whoever supplied it: a matrix does not own or close its segment. Instances are
 * immutable views; their contents are mutable and not synchronised.
 */
public final class FloatMatrix {
    /** Alignment of allocated matrices, one cache line and one 512-bit vector. */
    public static final long ALIGNMENT_BYTES = 64;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final MemorySegment segment;
    private final int rows;
    private final int columns;

    private FloatMatrix(MemorySegment segment, int rows, int columns) {
        this.segment = segment;
        this.rows = rows;
        this.columns = columns;
    }

    /** Allocates a zeroed, 64-byte aligned matrix from {@code arena}. */
    public static FloatMatrix allocate(Arena arena, int rows, int columns) {
        checkShape(rows, columns);
        long bytes = Math.max(Float.BYTES, (long) rows * columns * Float.BYTES);
        return new FloatMatrix(arena.allocate(bytes, ALIGNMENT_BYTES), rows, columns);
    }

    /**
     * Wraps native little-endian F32 values.
     *
     * @throws IllegalArgumentException if {@code segment} is smaller than rows × columns values
     */
    public static FloatMatrix of(MemorySegment segment, int rows, int columns) {
        checkShape(rows, columns);
        long bytes = (long) rows * columns * Float.BYTES;
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "matrix [%d, %d] needs %d bytes, the segment has %d"
                            .formatted(rows, columns, bytes, segment.byteSize()));
        }
        return new FloatMatrix(segment.asSlice(0, bytes), rows, columns);
    }

    private static void checkShape(int rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("negative shape [%d, %d]".formatted(rows, columns));
        }
    }

    /** The bytes of all rows, exactly rows × columns × 4 of them (at least 4 where allocated). */
    public MemorySegment segment() {
        return segment;
    }

    /** Number of rows, usually tokens. */
    public int rows() {
        return rows;
    }

    /** Number of values in a row. */
    public int columns() {
        return columns;
    }

    /** A view of {@code count} rows starting at {@code from}, sharing memory. */
    public FloatMatrix rows(int from, int count) {
        if (from < 0 || count < 0 || from + count > rows) {
            throw new IndexOutOfBoundsException(
                    "rows %d to %d of %d".formatted(from, from + count, rows));
        }
        long rowBytes = (long) columns * Float.BYTES;
        return new FloatMatrix(segment.asSlice(from * rowBytes, count * rowBytes), count, columns);
    }

    /** A view of the same values with another width; rows × columns stays the same. */
    public FloatMatrix reshape(int newRows, int newColumns) {
        if ((long) newRows * newColumns != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "cannot view [%d, %d] as [%d, %d]"
                            .formatted(rows, columns, newRows, newColumns));
        }
        return new FloatMatrix(segment, newRows, newColumns);
    }

    /** The value at [row, column]. */
    public float get(int row, int column) {
        return segment.get(FLOAT, offset(row, column));
    }

    /** Sets the value at [row, column]. */
    public void set(int row, int column, float value) {
        segment.set(FLOAT, offset(row, column), value);
    }

    /** Copies one row into {@code target} starting at {@code targetOffset}. */
    public void copyRow(int row, float[] target, int targetOffset) {
        MemorySegment.copy(segment, FLOAT, offset(row, 0), target, targetOffset, columns);
    }

    /** Overwrites one row with values of {@code source} starting at {@code sourceOffset}. */
    public void setRow(int row, float[] source, int sourceOffset) {
        MemorySegment.copy(source, sourceOffset, segment, FLOAT, offset(row, 0), columns);
    }

    /** Copies all rows of a matrix of the same shape into this one. */
    public void copyFrom(FloatMatrix source) {
        if (source.rows != rows || source.columns != columns) {
            throw new IllegalArgumentException(
                    "copy: shape mismatch: [%d, %d] into [%d, %d]"
                            .formatted(source.rows, source.columns, rows, columns));
        }
        MemorySegment.copy(source.segment, 0, segment, 0, (long) rows * columns * Float.BYTES);
    }

    private long offset(int row, int column) {
        return ((long) row * columns + column) * Float.BYTES;
    }

    @Override
    public String toString() {
        return "FloatMatrix[" + rows + ", " + columns + "]";
    }
}
