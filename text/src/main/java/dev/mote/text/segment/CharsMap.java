package dev.mote.text.segment;

import dev.mote.format.ModelFormatException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SentencePiece's precompiled normalization: the longest known sequence at a place of the text is
 * replaced by another.
 *
 * <p>Layout, little-endian: [uint32] byte length of the trie; the trie; replacement strings, each
 * ended by a zero byte, addressed by offset. The trie is an XOR-compressed double array (Kanda et
 * al. 2017, as in the darts-clone library): of a unit's bits 0-7 are its label, 8 tells that it has
 * a value, 9 and 10-30 give the offset of its children, 31 marks the unit that is a value. Every
 * index is checked when it is followed. Immutable and thread-safe.
 */
public final class CharsMap {
    /** Real sequences are a handful of characters; a trie with a cycle has no longest one. */
    private static final int SEQUENCE_BYTES_MAX = 256;

    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final String source;
    private final byte[] blob;
    private final int unitCount;
    private final int replacementsStart;

    /**
     * Opens a precompiled map.
     *
     * @param source file name for messages
     * @param blob the bytes, owned by the map from now on
     * @throws ModelFormatException if its parts do not lie inside it
     */
    public CharsMap(String source, byte[] blob) {
        this.source = source;
        this.blob = blob;
        long trieBytes =
                blob.length < LENGTH_BYTES ? -1 : Integer.toUnsignedLong((int) INT.get(blob, 0));
        if (trieBytes < Integer.BYTES
                || trieBytes % Integer.BYTES != 0
                || LENGTH_BYTES + trieBytes >= blob.length) {
            throw new ModelFormatException(
                    source,
                    "precompiled charsmap of "
                            + blob.length
                            + " bytes cannot hold a trie of "
                            + trieBytes
                            + " bytes");
        }
        this.unitCount = (int) trieBytes / Integer.BYTES;
        this.replacementsStart = LENGTH_BYTES + (int) trieBytes;
        if (blob[blob.length - 1] != 0) {
            throw new ModelFormatException(
                    source, "last replacement of the precompiled charsmap has no end");
        }
    }

    /**
     * The longest sequence at {@code at}: its length above, the offset of its replacement below, or
     * -1 if there is none.
     */
    long match(byte[] text, int at, int to) {
        long longest = -1;
        int index = childOffset(unit(0));
        int end = Math.min(to, at + SEQUENCE_BYTES_MAX);
        for (int i = at; i < end && text[i] != 0; i++) {
            int label = text[i] & 0xff;
            index ^= label;
            int unit = unit(index);
            if ((unit & 0x800000ff) != label) {
                break;
            }
            index ^= childOffset(unit);
            if ((unit >>> 8 & 1) != 0) {
                int offset = unit(index) & Integer.MAX_VALUE;
                longest = (long) (i - at + 1) << Integer.SIZE | offset;
            }
        }
        return longest;
    }

    private static int childOffset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    private int unit(int index) {
        if (index < 0 || index >= unitCount) {
            throw new ModelFormatException(
                    source,
                    "precompiled charsmap points at unit "
                            + Integer.toUnsignedString(index)
                            + " of "
                            + unitCount);
        }
        return (int) INT.get(blob, LENGTH_BYTES + index * Integer.BYTES);
    }

    /** Where a replacement begins in {@link #byteAt}. */
    int replacement(long match) {
        long start = replacementsStart + (match & Integer.MAX_VALUE);
        if (start >= blob.length) {
            throw new ModelFormatException(
                    source, "precompiled charsmap points at a replacement beyond its end");
        }
        return (int) start;
    }

    /** A byte of a replacement; zero ends it. */
    byte byteAt(int index) {
        return blob[index];
    }
}
