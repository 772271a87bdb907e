package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import dev.mote.kernel.FloatMatrix;

import jdk.incubator.vector.FloatVector;

/**
 * The inputs of products with few tokens, and sums of them that fold zero points and minima of
 * quantised blocks into one multiply-add.
 */
final class Activations {
    /** The values, rows one after the other. */
    float[] values = new float[0];

    /**
     * For each block of 32 values of the first row, sixteen entries −zeroPoint · (x[i] + x[i +
     * 16]), the start of a sum over nibbles: byte i of a block holds the values i and i + 16.
     */
    float[] offsets = new float[0];

    /** Sums of 32 values of the first row. */
    float[] groupSums = new float[0];

    /** Takes over all rows of x. */
    void load(FloatMatrix x) {
        int count = Math.multiplyExact(x.rows(), x.columns());
        if (values.length < count) {
            values = new float[count];
        }
        for (int row = 0; row < x.rows(); row++) {
            x.copyRow(row, values, row * x.columns());
        }
    }

    /** Computes the sums of the first row, whose width is a multiple of 32. */
    void sum(int columns, float zeroPoint) {
        if (offsets.length < columns / 2) {
            offsets = new float[columns / 2];
            groupSums = new float[columns / 32];
        }
        for (int block = 0; block < columns / 32; block++) {
            FloatVector total = FloatVector.zero(F);
            for (int j = 0; j < 16; j += L) {
                FloatVector pair =
                        FloatVector.fromArray(F, values, block * 32 + j)
                                .add(FloatVector.fromArray(F, values, block * 32 + 16 + j));
                pair.mul(-zeroPoint).intoArray(offsets, block * 16 + j);
                total = total.add(pair);
            }
            groupSums[block] = Lanes.sum(total);
        }
    }

    /**
     * Prepares the first row for bytes that hold two weights: low · x[i] + high · x[i + 16] equals
     * low · (x[i] − x[i + 16] / 16) + byte · (x[i + 16] / 16), which saves shifting every byte.
     */
    void splitNibbles(int columns) {
        for (int block = 0; block < columns / 32; block++) {
            for (int j = block * 32; j < block * 32 + 16; j += L) {
                FloatVector high = FloatVector.fromArray(F, values, j + 16).mul(0x1p-4f);
                FloatVector.fromArray(F, values, j).sub(high).intoArray(values, j);
                high.intoArray(values, j + 16);
            }
        }
    }
}
