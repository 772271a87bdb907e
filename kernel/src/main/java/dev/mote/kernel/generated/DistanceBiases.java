package dev.mote.kernel.generated;

import dev.mote.kernel.PositionBias;
import dev.mote.kernel.work.Buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Relative position buckets written out: a bias for each head and each distance key − query. */
final class DistanceBiases implements AutoCloseable {
    private final Buffer buffer = new Buffer();
    private float[] biases = new float[0];
    private int lowest;
    private int count;
    private long address;

    /** Writes out the distances between {@code lowest} and {@code highest}. */
    void fill(PositionBias.RelativeBuckets buckets, int newLowest, int highest) {
        lowest = newLowest;
        count = highest - newLowest + 1;
        int heads = buckets.table().columns();
        int size = Math.multiplyExact(heads, count);
        if (biases.length < size) {
            biases = new float[size];
        }
        for (int i = 0; i < count; i++) {
            int bucket = bucket(buckets, lowest + i);
            for (int head = 0; head < heads; head++) {
                biases[head * count + i] = buckets.table().get(bucket, head);
            }
        }
        MemorySegment memory = buffer.reserve((long) size * Float.BYTES);
        MemorySegment.copy(biases, 0, memory, ValueLayout.JAVA_FLOAT, 0, size);
        address = memory.address();
    }

    long headBytes() {
        return (long) count * Float.BYTES;
    }

    /** Where a head's bias at a distance lies. */
    long address(int head, int distance) {
        return address + head * headBytes() + ((long) distance - lowest) * Float.BYTES;
    }

    /** The bucket of a distance key − query, as {@link PositionBias.RelativeBuckets} has it. */
    private static int bucket(PositionBias.RelativeBuckets bias, int distance) {
        int buckets = bias.table().rows();
        int first = 0;
        int magnitude = Math.max(0, -distance);
        if (bias.bidirectional()) {
            buckets /= 2;
            first = distance > 0 ? buckets : 0;
            magnitude = Math.abs(distance);
        }
        int exact = buckets / 2;
        if (magnitude < exact) {
            return first + magnitude;
        }
        double share =
                Math.log((double) magnitude / exact)
                        / Math.log((double) bias.maxDistance() / exact);
        // Where the quotient of logarithms is a whole number, rounding must not lose it.
        double steps = share * (buckets - exact) + 1e-9;
        return first + (int) Math.min(buckets - 1, exact + steps);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
