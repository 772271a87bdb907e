package dev.mote.format;

import dev.mote.kernel.BlockType;

import java.util.List;

/**
 * One entry of a file's tensor table.
 *
 * @param name as in the file
 * @param type encoding
 * @param shape row-major, outermost first: a matrix is [rows, columns] (GGUF stores the reverse)
 * @param byteSize encoded size
 */
public record TensorInfo(String name, BlockType type, List<Integer> shape, long byteSize) {
    /** Copies the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of values. */
    public long count() {
        long count = 1;
        for (int size : shape) {
            count *= size;
        }
        return count;
    }
}
