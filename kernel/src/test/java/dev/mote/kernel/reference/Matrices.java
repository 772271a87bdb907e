package dev.mote.kernel.reference;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Small matrices in native memory that the collector frees. */
final class Matrices {
    private Matrices() {}

    static FloatMatrix zeros(int rows, int columns) {
        return FloatMatrix.allocate(Arena.ofAuto(), rows, columns);
    }

    static FloatMatrix row(float... values) {
        return rows(1, values);
    }

    static FloatMatrix rows(int rows, float... values) {
        FloatMatrix matrix = zeros(rows, values.length / rows);
        MemorySegment.copy(
                values, 0, matrix.segment(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        return matrix;
    }

    static FloatMatrix random(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return rows(rows, values);
    }

    static float[] values(FloatMatrix matrix) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            matrix.copyRow(row, values, row * matrix.columns());
        }
        return values;
    }

    /** Weights of any type whose bytes are random, but none large enough for an infinite value. */
    static WeightMatrix weights(Random random, BlockType type, int rows, int columns) {
        byte[] bytes = new byte[(int) (rows * type.bytesFor(columns))];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 0x3f;
        }
        MemorySegment data = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return WeightMatrix.of(type, rows, columns, data);
    }

    static WeightMatrix f32Weights(int rows, float... values) {
        return WeightMatrix.of(
                BlockType.F32, rows, values.length / rows, rows(rows, values).segment());
    }
}
