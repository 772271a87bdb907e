package dev.mote.model.blueprint;

/**
 * How a layer's attention is divided into heads.
 *
 * @param count query heads
 * @param kvCount key/value heads, 0 in a layer without attention
 * @param keySize width of one query or key
 * @param valueSize width of one value
 */
public record HeadLayout(int count, int kvCount, int keySize, int valueSize) {
    /** Width of all queries. */
    public int queryWidth() {
        return count * keySize;
    }

    /** Width of all keys. */
    public int keyWidth() {
        return kvCount * keySize;
    }

    /** Width of all values. */
    public int valueWidth() {
        return kvCount * valueSize;
    }

    /** Width of attention's result. */
    public int attendedWidth() {
        return count * valueSize;
    }

    @Override
    public String toString() {
        return "%d heads of %d and %d key/value heads".formatted(count, keySize, kvCount);
    }
}
