package dev.mote.kernel.vector;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Seeded operands. */
public final class Randoms {
    private Randoms() {}

    /** Normally distributed values. */
    public static FloatMatrix floats(Arena arena, Random random, int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix.set(row, column, (float) random.nextGaussian());
            }
        }
        return matrix;
    }

    /**
     * Random blocks, all of whose values are finite.
     *
     * @param misalignment bytes by which the data miss a 64-byte boundary
     */
    public static WeightMatrix weights(
            Arena arena, Random random, BlockType type, int rows, int columns, int misalignment) {
        long bytes = rows * type.bytesFor(columns);
        MemorySegment data = arena.allocate(bytes + misalignment, 64).asSlice(misalignment);
        byte[] content = new byte[(int) bytes];
        random.nextBytes(content);
        MemorySegment.copy(content, 0, data, ValueLayout.JAVA_BYTE, 0, content.length);
        repairBlocks(type, data, random);
        return WeightMatrix.of(type, rows, columns, data);
    }

    /** Draws a block again until it has only finite values of reasonable size. */
    private static void repairBlocks(BlockType type, MemorySegment data, Random random) {
        float[] values = new float[type.blockSize()];
        byte[] block = new byte[type.blockBytes()];
        for (long at = 0; at < data.byteSize(); at += block.length) {
            type.decode(data, at, values, 0, values.length);
            while (!allFinite(values)) {
                random.nextBytes(block);
                MemorySegment.copy(block, 0, data, ValueLayout.JAVA_BYTE, at, block.length);
                type.decode(data, at, values, 0, values.length);
            }
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!(Math.abs(value) < 1e8f)) {
                return false;
            }
        }
        return true;
    }
}
