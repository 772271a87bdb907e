package dev.mote.format.gguf;

import dev.mote.format.TypedList;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A metadata array of numbers or booleans, read from the mapping when asked; its bytes were
 * validated when the header was read.
 */
final class PackedArray<T> extends TypedList<T> {
    private final ByteBuffer bytes;
    private final int start;
    private final GgufValueType type;
    private final int count;

    PackedArray(Class<T> elementType, GgufValueType type, ByteBuffer bytes, int start, int count) {
        super(elementType);
        this.type = type;
        this.bytes = bytes;
        this.start = start;
        this.count = count;
    }

    @Override
    public T get(int index) {
        Objects.checkIndex(index, count);
        return elementType().cast(ValueReader.scalar(type, bytes, start + index * type.byteSize()));
    }

    @Override
    public int size() {
        return count;
    }
}
