package dev.mote.kernel.generated;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.KvPages;

/**
 * How an attention operation is divided: into key/value heads, blocks of queries and parts of the
 * keys, and these into tiles.
 *
 * <p>Parts and tiles begin at fixed positions of the sequence, whatever the queries are, and what a
 * query does not see adds exactly nothing. So a query's result depends neither on the number of
 * threads, nor on the other queries of the operation, nor on how the cache is cut into pages.
 * Mutable, so that no operation allocates one.
 */
final class AttentionPlan {
    /** Rows of a block of queries, unless a single position has more. */
    private static final int ROWS_MAX = 64;

    /** Keys of a tile; no page ends within one. */
    static final int TILE_KEYS = KvPages.GRID;

    /** Keys whose sums are joined at the end, a multiple of tiles. */
    private static final int PART_KEYS = 1024;

    /** Products of an operation below which waking threads costs more than it saves. */
    private static final long PRODUCTS_MIN = 1 << 18;

    private int kvHeads;
    private int queries;
    private long products;

    /** Query heads that share a key/value head. */
    int group;

    private int blockQueries;
    private int blocks;

    /** Parts that the keys of all queries have, and the first of them. */
    int parts;

    private int firstPart;

    void set(AttentionShape shape, int queryCount, int firstPosition, Visibility visible) {
        kvHeads = shape.kvHeadCount();
        queries = queryCount;
        group = shape.headCount() / kvHeads;
        blockQueries = Math.max(1, ROWS_MAX / group);
        blocks = (queries + blockQueries - 1) / blockQueries;
        int low = visible.firstAt(firstPosition);
        int high = visible.endAt(firstPosition + queries - 1);
        int keys = high - low;
        firstPart = low / PART_KEYS;
        parts = Math.max(1, Math.ceilDiv(high, PART_KEYS) - firstPart);
        products =
                Math.max(0L, keys)
                        * queries
                        * shape.headCount()
                        * (shape.headSize() + shape.valueSize());
    }

    /** Whether parts of the keys are units of work: only where the queries are too few. */
    boolean divided() {
        return blocks == 1 && parts > 1;
    }

    int units() {
        return kvHeads * blocks * unitParts();
    }

    /** Parts of the keys that are units of work of their own. */
    private int unitParts() {
        return blocks == 1 ? parts : 1;
    }

    /** All units where there is too little work for more than one thread. */
    int unitsPerStep() {
        return products < PRODUCTS_MIN ? units() : 1;
    }

    int kvHead(int unit) {
        return unit % kvHeads;
    }

    /** First query of a unit: the last ones come first, because they may see more keys. */
    int firstQuery(int unit) {
        return (blocks - 1 - unit / kvHeads / unitParts()) * blockQueries;
    }

    int endQuery(int unit) {
        return Math.min(queries, firstQuery(unit) + blockQueries);
    }

    /** First part that a unit whose queries see keys from {@code low} on has to do with. */
    int firstPart(int unit, int low) {
        return blocks == 1 ? firstPart + unit / kvHeads % parts : low / PART_KEYS;
    }

    /** One past the last part of a unit, at least one more than the first. */
    int endPart(int first, int high) {
        return blocks == 1 ? first + 1 : Math.max(first + 1, Math.ceilDiv(high, PART_KEYS));
    }

    /** Where a part of {@link #firstPart} on stands among the operation's. */
    int index(int part) {
        return part - firstPart;
    }

    /** The tile with the part's first key that is not before {@code low}. */
    int firstKey(int part, int low) {
        return Math.max(part * PART_KEYS, low / TILE_KEYS * TILE_KEYS);
    }

    int endKey(int part, int high) {
        return (int) Math.min(high, (part + 1L) * PART_KEYS);
    }

    /** Rows of the largest block. */
    int blockRows() {
        return Math.min(queries, blockQueries) * group;
    }
}
