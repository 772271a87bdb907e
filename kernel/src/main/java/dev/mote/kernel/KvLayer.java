package dev.mote.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keys and values of one layer of one sequence, in pages of some positions each.
 *
 * <p>Within a page keys are laid out [kvHead][position in the page][headSize], so that one head's
 * keys are contiguous; values likewise. Memory belongs to the arena given at allocation, or to
 * whoever fills the {@link KvPages}.
 */
public final class KvLayer {
    /** Encodings that every backend has. */
    public static final Set<BlockType> TYPES =
            Set.copyOf(EnumSet.of(BlockType.F32, BlockType.F16, BlockType.Q8_0));

    private final BlockType type;
    private final int kvHeadCount;
    private final int keySize;
    private final int valueSize;
    private final int capacity;
    private final KvPages keyPages;
    private final long keysAt;
    private final KvPages valuePages;
    private final long valuesAt;
    private final long keyBytes;
    private final long valueBytes;

    private KvLayer(
            BlockType type,
            int kvHeadCount,
            int keySize,
            int valueSize,
            int capacity,
            KvPages keyPages,
            long keysAt,
            KvPages valuePages,
            long valuesAt) {
        requireType(type);
        this.type = type;
        this.kvHeadCount = kvHeadCount;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.capacity = capacity;
        this.keyPages = keyPages;
        this.keysAt = keysAt;
        this.valuePages = valuePages;
        this.valuesAt = valuesAt;
        keyBytes = type.bytesFor(keySize);
        valueBytes = type.bytesFor(valueSize);
    }

    private static void requireType(BlockType type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "KV cache type " + type + " is none of F32, F16, Q8_0");
        }
    }

    /**
     * Allocates room for {@code capacity} positions, as one page.
     *
     * @throws IllegalArgumentException if type is none of {@link #TYPES}, or a head size is no
     *     multiple of its block size
     */
    public static KvLayer allocate(
            Arena arena,
            BlockType type,
            int kvHeadCount,
            int keySize,
            int valueSize,
            int capacity) {
        requireType(type);
        return new KvLayer(
                type,
                kvHeadCount,
                keySize,
                valueSize,
                capacity,
                onePage(arena, capacity, bytes(type, kvHeadCount, keySize, capacity)),
                0,
                onePage(arena, capacity, bytes(type, kvHeadCount, valueSize, capacity)),
                0);
    }

    private static KvPages onePage(Arena arena, int capacity, long bytes) {
        KvPages pages = new KvPages(capacity, 1);
        pages.set(0, arena.allocate(bytes, FloatMatrix.ALIGNMENT_BYTES));
        return pages;
    }

    /**
     * A layer in pages.
     *
     * @param pages where they are; may change between operations
     * @param at byte offset of the layer in every page, where its {@linkplain #pageBytes bytes} are
     * @throws IllegalArgumentException as for allocate
     */
    public static KvLayer paged(
            BlockType type, int kvHeadCount, int keySize, int valueSize, KvPages pages, long at) {
        requireType(type);
        return new KvLayer(
                type,
                kvHeadCount,
                keySize,
                valueSize,
                Math.multiplyExact(pages.positions(), pages.count()),
                pages,
                at,
                pages,
                at + aligned(bytes(type, kvHeadCount, keySize, pages.positions())));
    }

    /** Bytes that a layer takes of a page of so many positions. */
    public static long pageBytes(
            BlockType type, int kvHeadCount, int keySize, int valueSize, int positions) {
        return Math.addExact(
                aligned(bytes(type, kvHeadCount, keySize, positions)),
                aligned(bytes(type, kvHeadCount, valueSize, positions)));
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, FloatMatrix.ALIGNMENT_BYTES) * FloatMatrix.ALIGNMENT_BYTES;
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

    /** Positions there may be. */
    public int capacity() {
        return capacity;
    }

    /** Whether there is memory for all positions from {@code from} to before {@code to}. */
    public boolean covers(int from, int to) {
        return keyPages.cover(from, to) && valuePages.cover(from, to);
    }

    /** Whether there is memory for this position. */
    public boolean covers(int position) {
        return keys(position).address() != 0;
    }

    /** One past the last position that lies in the same page as this one. */
    public int pageEnd(int position) {
        int positions = keyPages.positions();
        return (position / positions + 1) * positions;
    }

    /** The memory that holds the keys of a position. */
    public MemorySegment keys(int position) {
        return keyPages.get(position / keyPages.positions());
    }

    /** The memory that holds the values of a position. */
    public MemorySegment values(int position) {
        return valuePages.get(position / valuePages.positions());
    }

    /** Byte offset of a key vector in {@link #keys}; those of the page's next positions follow. */
    public long keyOffset(int kvHead, int position) {
        return keysAt + inPage(kvHead, position) * keyBytes;
    }

    /** Byte offset of a value vector in {@link #values}; the page's next positions follow. */
    public long valueOffset(int kvHead, int position) {
        return valuesAt + inPage(kvHead, position) * valueBytes;
    }

    private long inPage(int kvHead, int position) {
        int positions = keyPages.positions();
        return (long) kvHead * positions + position % positions;
    }
}
