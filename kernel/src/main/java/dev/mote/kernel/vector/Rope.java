package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.FLOAT;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.work.Workers;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Rotary position embedding. Cosines and sines of the positions of one forward pass are computed at
 * its first rotation and serve all others of the same table: queries and keys of every layer.
 */
final class Rope {
    private static final int STEP_VALUES = 16384;

    private final Workers workers;
    private final Workers.Work rotating = this::rotateRows;
    private final Map<RopeTable, Angles> anglesOf = new WeakHashMap<>();
    private FloatMatrix x = Operands.NO_FLOATS;
    private Angles angles = new Angles();
    private int headSize = 1;
    private boolean adjacent;

    Rope(Workers workers) {
        this.workers = workers;
    }

    void rotate(FloatMatrix values, int size, RopeTable table, int firstPosition) {
        Angles current = anglesOf.get(table);
        if (current == null) {
            current = new Angles();
            anglesOf.put(table, current);
        }
        current.cover(table, firstPosition, values.rows());
        x = values;
        headSize = size;
        angles = current;
        adjacent = table.pairing() == RopeTable.Pairing.ADJACENT;
        try {
            int step = Math.max(1, STEP_VALUES / Math.max(1, values.columns()));
            workers.run(rotating, values.rows(), step);
        } finally {
            x = Operands.NO_FLOATS;
        }
    }

    private void rotateRows(int from, int to, int worker) {
        MemorySegment segment = x.segment();
        int pairs = angles.pairs;
        for (int row = from; row < to; row++) {
            for (int head = 0; head < x.columns(); head += headSize) {
                long at = ((long) row * x.columns() + head) * Float.BYTES;
                if (adjacent) {
                    rotateAdjacent(segment, at, angles.cosines, angles.sines, row * pairs, pairs);
                } else {
                    rotateHalves(segment, at, angles.cosines, angles.sines, row * pairs, pairs);
                }
            }
        }
    }

    private static void rotateAdjacent(
            MemorySegment x, long at, float[] cosines, float[] sines, int from, int pairs) {
        for (int i = 0; i < pairs; i++) {
            float a = x.get(FLOAT, at + i * 8L);
            float b = x.get(FLOAT, at + i * 8L + 4);
            float cosine = cosines[from + i];
            float sine = sines[from + i];
            x.set(FLOAT, at + i * 8L, a * cosine - b * sine);
            x.set(FLOAT, at + i * 8L + 4, a * sine + b * cosine);
        }
    }

    private static void rotateHalves(
            MemorySegment x, long at, float[] cosines, float[] sines, int from, int pairs) {
        long half = pairs * 4L;
        int i = 0;
        for (; i <= pairs - L; i += L) {
            FloatVector a = Lanes.floats(x, at + i * 4L);
            FloatVector b = Lanes.floats(x, at + half + i * 4L);
            FloatVector cosine = FloatVector.fromArray(F, cosines, from + i);
            FloatVector sine = FloatVector.fromArray(F, sines, from + i);
            a.mul(cosine).sub(b.mul(sine)).intoMemorySegment(x, at + i * 4L, LE);
            a.mul(sine).add(b.mul(cosine)).intoMemorySegment(x, at + half + i * 4L, LE);
        }
        for (; i < pairs; i++) {
            float a = x.get(FLOAT, at + i * 4L);
            float b = x.get(FLOAT, at + half + i * 4L);
            float cosine = cosines[from + i];
            float sine = sines[from + i];
            x.set(FLOAT, at + i * 4L, a * cosine - b * sine);
            x.set(FLOAT, at + half + i * 4L, a * sine + b * cosine);
        }
    }

    /** Cosines and sines of consecutive positions, [position, pair]. */
    private static final class Angles {
        float[] cosines = new float[0];
        float[] sines = new float[0];
        int pairs;
        private int firstPosition;
        private int count;

        void cover(RopeTable table, int first, int positions) {
            if (first == firstPosition && positions <= count) {
                return;
            }
            pairs = table.pairCount();
            int size = Math.multiplyExact(positions, pairs);
            if (cosines.length < size) {
                cosines = new float[size];
                sines = new float[size];
            }
            for (int row = 0; row < positions; row++) {
                for (int i = 0; i < pairs; i++) {
                    double angle = (double) (first + row) * table.inverseFrequency(i);
                    cosines[row * pairs + i] = (float) Math.cos(angle) * table.magnitude();
                    sines[row * pairs + i] = (float) Math.sin(angle) * table.magnitude();
                }
            }
            firstPosition = first;
            count = positions;
        }
    }
}
