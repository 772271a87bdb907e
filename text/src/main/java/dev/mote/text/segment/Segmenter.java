package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;

/**
 * The algorithm that turns plain text, free of special tokens, into ids. Implementations are
 * immutable and thread-safe.
 */
public interface Segmenter {
    /**
     * Appends the ids of the range [from, to) of a text.
     *
     * @param text well-formed UTF-8
     * @param position where the stretch stands among the special tokens around it
     */
    void segment(byte[] text, int from, int to, Position position, IntSequence out);

    /** Where a stretch of plain text stands. */
    enum Position {
        /** It begins the text. */
        FIRST,
        /** It follows a special token. */
        AFTER_SPECIAL
    }
}
