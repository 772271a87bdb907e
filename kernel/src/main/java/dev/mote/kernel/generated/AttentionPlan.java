package dev.mote.kernel.generated;

import dev.mote.kernel.AttentionShape;

/**
 * How an attention operation is divided: into key/value heads, blocks of queries and parts of the
 * keys. The division follows from shapes and positions alone, so the number of threads changes no
 * result. Mutable, so that no operation allocates one.
 */
final class AttentionPlan {
    /** Rows of a block of queries, unless a single position has more. */
    private static final int ROWS_MAX = 64;

    /** Keys of a tile where there are many rows, and where there is one position. */
    private static final int TILE_KEYS = 128;

    private static final int DECODING_TILE_KEYS = 256;

    /** Keys that a unit of a single block handles; a multiple of both tiles. */
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

    /** Parts of the keys; more than one only where there is one block. */
    int parts;

    int tileKeys;

    void set(AttentionShape shape, int queryCount, int firstPosition, Visibility visible) {
        kvHeads = shape.kvHeadCount();
        queries = queryCount;
        group = shape.headCount() / kvHeads;
        blockQueries = Math.max(1, ROWS_MAX / group);
        blocks = (queries + blockQueries - 1) / blockQueries;
        int keys = visible.endAt(firstPosition + queries - 1) - visible.firstAt(firstPosition);
        parts = blocks > 1 ? 1 : Math.max(1, (keys + PART_KEYS - 1) / PART_KEYS);
        tileKeys = queries == 1 ? DECODING_TILE_KEYS : TILE_KEYS;
        products =
                Math.max(0L, keys)
                        * queries
                        * shape.headCount()
                        * (shape.headSize() + shape.valueSize());
    }

    int units() {
        return kvHeads * blocks * parts;
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
        return (blocks - 1 - unit / kvHeads / parts) * blockQueries;
    }

    int endQuery(int unit) {
        return Math.min(queries, firstQuery(unit) + blockQueries);
    }

    int part(int unit) {
        return unit / kvHeads % parts;
    }

    /** First key of a unit whose queries together see keys from {@code low} on. */
    int firstKey(int unit, int low) {
        return low + part(unit) * PART_KEYS;
    }

    int endKey(int unit, int low, int high) {
        return parts == 1 ? high : Math.min(high, firstKey(unit, low) + PART_KEYS);
    }

    /** Rows of all queries of a key/value head. */
    int rows() {
        return queries * group;
    }

    /** Rows of the largest block. */
    int blockRows() {
        return Math.min(queries, blockQueries) * group;
    }
}
