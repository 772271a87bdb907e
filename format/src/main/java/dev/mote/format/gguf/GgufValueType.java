package dev.mote.format.gguf;

import org.jspecify.annotations.Nullable;

/** Types of metadata values; numbered as in the file. */
public enum GgufValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 0),
    ARRAY(9, 0),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private static final GgufValueType[] BY_ID = values(); // declared in the order of their numbers

    private final int id;
    private final int byteSize;

    GgufValueType(int id, int byteSize) {
        this.id = id;
        this.byteSize = byteSize;
    }

    /** The number in the file. */
    int id() {
        return id;
    }

    /** Bytes of one value; 0 for those of varying length. */
    int byteSize() {
        return byteSize;
    }

    /** The type of a number in a file, or null if there is none. */
    static @Nullable GgufValueType ofId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }
}
