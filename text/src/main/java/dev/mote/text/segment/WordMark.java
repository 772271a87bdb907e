package dev.mote.text.segment;

import java.util.Arrays;

/** SentencePiece's stand-in for a space, U+2581. */
final class WordMark {
    static final int LENGTH = 3;
    private static final byte FIRST = (byte) 0xe2;
    private static final byte SECOND = (byte) 0x96;
    private static final byte THIRD = (byte) 0x81;

    private WordMark() {}

    /** The range with every space replaced by a mark, and one more mark before it if asked. */
    static byte[] escape(byte[] text, int from, int to, boolean prefix) {
        int spaces = prefix ? 1 : 0;
        for (int i = from; i < to; i++) {
            if (text[i] == ' ') {
                spaces++;
            }
        }
        byte[] escaped =
                new byte[Math.addExact(to - from, Math.multiplyExact(spaces, LENGTH - 1) + 1)];
        int end = prefix ? put(escaped, 0) : 0;
        for (int i = from; i < to; i++) {
            if (text[i] == ' ') {
                end = put(escaped, end);
            } else {
                escaped[end++] = text[i];
            }
        }
        return Arrays.copyOf(escaped, end);
    }

    private static int put(byte[] target, int at) {
        target[at] = FIRST;
        target[at + 1] = SECOND;
        target[at + 2] = THIRD;
        return at + LENGTH;
    }

    static boolean at(byte[] text, int at, int to) {
        return at + LENGTH <= to
                && text[at] == FIRST
                && text[at + 1] == SECOND
                && text[at + 2] == THIRD;
    }

    /** Where the word that begins at {@code from} ends: before the next mark after a non-mark. */
    static int wordEnd(byte[] text, int from, int to) {
        int at = from;
        while (at(text, at, to)) {
            at += LENGTH;
        }
        while (at < to && !at(text, at, to)) {
            at++;
        }
        return at;
    }
}
