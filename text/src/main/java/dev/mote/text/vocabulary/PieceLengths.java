package dev.mote.text.vocabulary;

import java.util.BitSet;

/**
 * Which lengths the text pieces of a vocabulary have, by their first two bytes: what a search for
 * all pieces at a place of a text has to try, in 512 KiB whatever the vocabulary. Immutable and
 * thread-safe.
 */
public final class PieceLengths {
    /** Lengths from here on share one bit and a list. */
    private static final int LONG = 63;

    private final Vocabulary vocabulary;
    private final long[] lengths = new long[1 << 16];
    private final int[] longLengths;

    /** Collects the lengths of the pieces that text may become. */
    public PieceLengths(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        BitSet longer = new BitSet();
        for (int id = 0; id < vocabulary.size(); id++) {
            int length = vocabulary.pieceLength(id);
            if (length == 0 || !vocabulary.type(id).isText()) {
                continue;
            }
            int first = vocabulary.pieceByte(id, 0) << Byte.SIZE;
            if (length == 1) {
                for (int second = 0; second < 256; second++) {
                    lengths[first | second] |= 2;
                }
                continue;
            }
            lengths[first | vocabulary.pieceByte(id, 1)] |= 1L << Math.min(length, LONG);
            if (length >= LONG) {
                longer.set(length);
            }
        }
        longLengths = longer.stream().toArray();
    }

    /** Receives a piece found at a place of a text, shorter ones first. */
    @FunctionalInterface
    public interface Found {
        /** Takes the piece and where it ends. */
        void piece(int id, int end);
    }

    /** Gives every piece that begins at {@code at}. */
    public void forEach(byte[] text, int at, int to, Found found) {
        int remaining = to - at;
        long candidates = candidates(text, at, to);
        while (candidates != 0) {
            int length = Long.numberOfTrailingZeros(candidates);
            candidates &= candidates - 1;
            if (length > remaining) {
                return;
            }
            if (length < LONG) {
                offer(text, at, at + length, found);
            } else {
                for (int i = 0; i < longLengths.length && longLengths[i] <= remaining; i++) {
                    offer(text, at, at + longLengths[i], found);
                }
            }
        }
    }

    private void offer(byte[] text, int at, int end, Found found) {
        int id = vocabulary.findText(text, at, end);
        if (id >= 0) {
            found.piece(id, end);
        }
    }

    /** The longest piece that begins at {@code at}, or -1. */
    public int longest(byte[] text, int at, int to) {
        int remaining = to - at;
        long candidates = candidates(text, at, to);
        if (candidates < 0) {
            for (int i = longLengths.length - 1; i >= 0; i--) {
                int id =
                        longLengths[i] <= remaining
                                ? vocabulary.findText(text, at, at + longLengths[i])
                                : -1;
                if (id >= 0) {
                    return id;
                }
            }
        }
        candidates &= Long.MAX_VALUE;
        while (candidates != 0) {
            int length = Long.SIZE - 1 - Long.numberOfLeadingZeros(candidates);
            candidates ^= 1L << length;
            int id = length <= remaining ? vocabulary.findText(text, at, at + length) : -1;
            if (id >= 0) {
                return id;
            }
        }
        return -1;
    }

    private long candidates(byte[] text, int at, int to) {
        int first = (text[at] & 0xff) << Byte.SIZE;
        return at + 1 < to ? lengths[first | (text[at + 1] & 0xff)] : lengths[first] & 2;
    }
}
