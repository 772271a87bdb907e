package dev.mote.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Keys and values of one layer of one sequence, in F32, F16 or Q8_0.
 *
 * <p>Keys are laid out [kvHead][position][headSize] so that one head's keys are contiguous; values
 * likewise. Memory belongs to the arena given at allocation.
 */
public final class KvLayer {
    private final BlockType type;
    private final int kvHeadCount;
    private final int keySize;
    private final int valueSize;
    private final int capacity;
    private final MemorySegment keys;
    private final MemorySegment values;

    private KvLayer(
            BlockType type,
            int kvHeadCount,
            int keySize,
            int valueSize,
            int capacity,
            MemorySegment keys,
            MemorySegment values) {
        this.type = type;
        this.kvHeadCount = kvHeadCount;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.capacity = capacity;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Allocates room for {@code capacity} positions.
     *
     * @throws IllegalArgumentException if type is none of F32, F16, Q8_0, or a head size is no
     *     multiple of its block size
     */
    public static KvLayer allocate(
            Arena arena,
            BlockType type,
            int kvHeadCount,
            int keySize,
            int valueSize,
            int capacity) {
        if (type != BlockType.F32 && type != BlockType.F16 && type != BlockType.Q8_0) {
            throw new IllegalArgumentException(
                    "KV cache type " + type + " is none of F32, F16, Q8_0");
        }
        return new KvLayer(
                type,
                kvHeadCount,
                keySize,
                valueSize,
                capacity,
                arena.allocate(
                        bytes(type, kvHeadCount, keySize, capacity), FloatMatrix.ALIGNMENT_BYTES),
                arena.allocate(
                        bytes(type, kvHeadCount, valueSize, capacity),
                        FloatMatrix.ALIGNMENT_BYTES));
    }

    /** Bytes that keys or values of one layer take. */
    public static long bytes(BlockType type, int kvHeadCount, int headSize, int capacity) {
        return Math.multiplyExact(
                type.bytesFor(headSize), Math.multiplyExact((long) kvHeadCount, (long) capacity));
    }

    /** Encoding of keys and values. */
    public BlockType type() {
        return type;
    }

    /** Number of key/value heads. */
    public int kvHeadCount() {
        return kvHeadCount;
    }

    /** Values per key head. */
    public int keySize() {
        return keySize;
    }

    /** Values per value head. */
    public int valueSize() {
        return valueSize;
    }

    /** Positions there is room for. */
    public int capacity() {
        return capacity;
    }

    /** All keys. */
    public MemorySegment keys() {
        return keys;
    }

    /** All values. */
    public MemorySegment values() {
        return values;
    }

    /** Byte offset of a key vector in {@link #keys()}. */
    public long keyOffset(int kvHead, int position) {
        return ((long) kvHead * capacity + position) * type.bytesFor(keySize);
    }

    /** Byte offset of a value vector in {@link #values()}. */
    public long valueOffset(int kvHead, int position) {
        return ((long) kvHead * capacity + position) * type.bytesFor(valueSize);
    }
}
