package dev.mote.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A weight matrix of shape [rows, columns] in any {@link BlockType}, used in place where the file
 * was mapped.
 *
 * <p>Row r starts at byte r × {@link #rowBytes()}; a product maps an input of width {@code columns}
 * to an output of width {@code rows} (y = x · Wᵀ). The matrix does not own its memory. Immutable.
 */
public final class WeightMatrix {
    private final BlockType type;
    private final int rows;
    private final int columns;
    private final MemorySegment data;

    private WeightMatrix(BlockType type, int rows, int columns, MemorySegment data) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /**
     * Wraps encoded rows.
     *
     * @throws IllegalArgumentException if columns is no multiple of the block size or the segment
     *     is not exactly as large as the rows
     */
    public static WeightMatrix of(BlockType type, int rows, int columns, MemorySegment data) {
        if (rows < 1 || columns < 1 || columns % type.blockSize() != 0) {
            throw new IllegalArgumentException(
                    "matrix [%d, %d] cannot be %s with blocks of %d"
                            .formatted(rows, columns, type, type.blockSize()));
        }
        long bytes = Math.multiplyExact((long) rows, type.bytesFor(columns));
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "%s matrix [%d, %d] needs %d bytes, the segment has %d"
                            .formatted(type, rows, columns, bytes, data.byteSize()));
        }
        return new WeightMatrix(type, rows, columns, data);
    }

    /** How the values are encoded. */
    public BlockType type() {
        return type;
    }

    /** Number of outputs. */
    public int rows() {
        return rows;
    }

    /** Number of inputs. */
    public int columns() {
        return columns;
    }

    /** The encoded rows, exactly rows × rowBytes bytes. */
    public MemorySegment data() {
        return data;
    }

    /** Encoded size of one row in bytes. */
    public long rowBytes() {
        return type.bytesFor(columns);
    }

    /** A view of {@code count} rows starting at {@code from}, sharing memory. */
    public WeightMatrix rows(int from, int count) {
        if (from < 0 || count < 1 || from + count > rows) {
            throw new IndexOutOfBoundsException(
                    "rows %d to %d of %d".formatted(from, from + count, rows));
        }
        return new WeightMatrix(
                type, count, columns, data.asSlice(from * rowBytes(), count * rowBytes()));
    }

    @Override
    public String toString() {
        return type + "[" + rows + ", " + columns + "]";
    }
}
