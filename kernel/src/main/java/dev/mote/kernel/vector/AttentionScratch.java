package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.TileKernel.ROWS;
import static dev.mote.kernel.vector.TileKernel.WIDTH;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.work.Buffer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One thread's memory for attention; grows to the largest block seen. */
final class AttentionScratch implements AutoCloseable {
    private static final int VALUE_KEYS_MAX = 256;

    final float[] tile = new float[ROWS * WIDTH];

    /** Scaled queries [row, headSize], rows padded to whole tiles. */
    float[] queries = new float[0];

    /** Scores, then probabilities, [row, stride]. */
    float[] scores = new float[0];

    /** Outputs [row, valueWidth]. */
    float[] sums = new float[0];

    /** One decoded key or value. */
    float[] vector = new float[0];

    /** Elements of a value, padded to whole tiles. */
    int valueWidth;

    /** Keys transposed [headSize, WIDTH], or values [key, valueWidth]. */
    MemorySegment panel = MemorySegment.NULL;

    private final Buffer buffer = new Buffer();

    void prepare(int rows, AttentionShape s, int stride) {
        int padded = (rows + ROWS - 1) / ROWS * ROWS;
        valueWidth = (s.valueSize() + WIDTH - 1) / WIDTH * WIDTH;
        queries = grown(queries, padded, s.headSize());
        scores = grown(scores, padded, stride);
        sums = grown(sums, padded, valueWidth);
        vector = grown(vector, 1, Math.max(s.headSize(), s.valueSize()));
        long keys = (long) s.headSize() * WIDTH;
        long values = (long) VALUE_KEYS_MAX * valueWidth;
        panel = buffer.reserve(Math.max(keys, values) * Float.BYTES);
    }

    private static float[] grown(float[] array, int rows, int columns) {
        int size = Math.multiplyExact(rows, columns);
        return array.length < size ? new float[size] : array;
    }

    /** Decodes keys and transposes them; lanes without a key, or with one given up, become 0. */
    void loadKeyPanel(KvLayer kv, int kvHead, int key, int count) {
        int size = kv.keySize();
        for (int lane = 0; lane < WIDTH; lane++) {
            if (lane < count && kv.covers(key + lane)) {
                long at = kv.keyOffset(kvHead, key + lane);
                Unpack.decode(kv.type(), kv.keys(key + lane), at, vector, 0, size);
                scatter(vector, size, panel, lane * 4L);
            } else {
                scatterZeros(size, panel, lane * 4L);
            }
        }
    }

    private static void scatter(float[] values, int count, MemorySegment target, long at) {
        for (int i = 0; i < count; i++) {
            target.set(Lanes.FLOAT, at + i * (WIDTH * 4L), values[i]);
        }
    }

    private static void scatterZeros(int count, MemorySegment target, long at) {
        for (int i = 0; i < count; i++) {
            target.set(Lanes.FLOAT, at + i * (WIDTH * 4L), 0f);
        }
    }

    /** Decodes values of up to 256 keys, padded with 0 to whole tiles; those given up are 0. */
    void loadValues(KvLayer kv, int kvHead, int key, int count) {
        int size = kv.valueSize();
        if (size < valueWidth) {
            panel.asSlice(0, (long) count * valueWidth * Float.BYTES).fill((byte) 0);
        }
        for (int i = 0; i < count; i++) {
            long at = kv.valueOffset(kvHead, key + i);
            if (kv.covers(key + i)) {
                Unpack.decode(kv.type(), kv.values(key + i), at, vector, 0, size);
            } else {
                Arrays.fill(vector, 0, size, 0f);
            }
            MemorySegment.copy(vector, 0, panel, Lanes.FLOAT, (long) i * valueWidth * 4, size);
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}
