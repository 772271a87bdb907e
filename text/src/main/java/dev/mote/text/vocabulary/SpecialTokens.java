package dev.mote.text.vocabulary;

import dev.mote.format.ModelFormatException;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * Cuts a text at the tokens that are matched literally before any algorithm runs.
 *
 * <p>Longer tokens win over shorter ones wherever they overlap, equal lengths from left to right,
 * as llama.cpp cuts. User-defined tokens are found everywhere; control and unknown tokens only
 * inside the ranges that the caller trusts. Immutable and thread-safe.
 */
public final class SpecialTokens {
    private static final int TOKEN_BYTES_MAX = 1024;
    private static final int[] NO_LENGTHS = {};

    private final Vocabulary vocabulary;
    private final int[][] lengthsByFirstByte = new int[256][];
    private final Set<Integer> stripLeft;
    private final Set<Integer> stripRight;

    /**
     * Collects the special tokens of a vocabulary.
     *
     * @param source file name for messages
     * @param vocabulary the tokens
     * @param stripLeft ids that swallow white space before them
     * @param stripRight ids that swallow white space after them
     * @throws ModelFormatException if a special token is longer than any real one
     */
    public SpecialTokens(
            String source, Vocabulary vocabulary, Set<Integer> stripLeft, Set<Integer> stripRight) {
        this.vocabulary = vocabulary;
        this.stripLeft = Set.copyOf(stripLeft);
        this.stripRight = Set.copyOf(stripRight);
        BitSet[] lengths = new BitSet[256];
        for (int id = 0; id < vocabulary.size(); id++) {
            int length = vocabulary.pieceLength(id);
            if (!isLiteral(id) || length == 0) {
                continue;
            }
            if (length > TOKEN_BYTES_MAX) {
                throw new ModelFormatException(
                        source,
                        "special token " + id + " is longer than " + TOKEN_BYTES_MAX + " bytes");
            }
            int first = vocabulary.pieceByte(id, 0);
            if (lengths[first] == null) {
                lengths[first] = new BitSet();
            }
            lengths[first].set(length);
        }
        for (int first = 0; first < 256; first++) {
            lengthsByFirstByte[first] =
                    lengths[first] == null ? NO_LENGTHS : lengths[first].stream().toArray();
        }
    }

    private boolean isLiteral(int id) {
        TokenType type = vocabulary.type(id);
        return type.isSpecial() || type == TokenType.USER_DEFINED;
    }

    /**
     * Cuts a text.
     *
     * @param text UTF-8
     * @param trusted ascending, disjoint ranges [from, to) in which control tokens are recognised
     */
    public Fragments cut(byte[] text, int[] trusted) {
        Fragments whole = new Fragments();
        if (text.length > 0) {
            whole.addText(0, text.length);
        }
        BitSet occurring = occurringLengths(text, trusted);
        Fragments fragments = whole;
        for (int length = occurring.length();
                (length = occurring.previousSetBit(length)) > 0;
                length--) {
            Fragments finer = new Fragments();
            for (int i = 0; i < fragments.count(); i++) {
                if (fragments.token(i) >= 0) {
                    finer.addToken(fragments.token(i));
                } else {
                    cut(text, fragments.from(i), fragments.to(i), length, trusted, finer);
                }
            }
            fragments = finer;
        }
        return fragments;
    }

    private BitSet occurringLengths(byte[] text, int[] trusted) {
        BitSet occurring = new BitSet();
        for (int at = 0; at < text.length; at++) {
            for (int length : lengthsByFirstByte[text[at] & 0xff]) {
                if (find(text, at, length, text.length, trusted) >= 0) {
                    occurring.set(length);
                }
            }
        }
        return occurring;
    }

    private void cut(byte[] text, int from, int to, int length, int[] trusted, Fragments out) {
        int start = from;
        for (int at = from; at + length <= to; at++) {
            int[] lengths = lengthsByFirstByte[text[at] & 0xff];
            if (lengths.length == 0 || Arrays.binarySearch(lengths, length) < 0) {
                continue;
            }
            int token = find(text, at, length, to, trusted);
            if (token < 0) {
                continue;
            }
            int end = at;
            if (stripLeft.contains(token)) {
                while (end > start && isSpace(text[end - 1])) {
                    end--;
                }
            }
            if (end > start) {
                out.addText(start, end);
            }
            out.addToken(token);
            start = at + length;
            if (stripRight.contains(token)) {
                while (start < to && isSpace(text[start])) {
                    start++;
                }
            }
            at = start - 1;
        }
        if (start < to) {
            out.addText(start, to);
        }
    }

    private int find(byte[] text, int at, int length, int to, int[] trusted) {
        if (at + length > to) {
            return -1;
        }
        int id = vocabulary.find(text, at, at + length);
        if (id < 0 || !isLiteral(id)) {
            return -1;
        }
        return vocabulary.type(id) == TokenType.USER_DEFINED || within(trusted, at, at + length)
                ? id
                : -1;
    }

    private static boolean within(int[] ranges, int from, int to) {
        int index = Arrays.binarySearch(ranges, from);
        if (index < 0) {
            index = -index - 2;
        } else if (index + 1 < ranges.length && ranges[index + 1] == from) {
            index++; // the end of one range is the start of the next
        }
        return index >= 0 && index % 2 == 0 && to <= ranges[index + 1];
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Stretches of text and tokens in the order of the text. Not thread-safe. */
    public static final class Fragments {
        private final IntSequence entries = new IntSequence(12);

        private Fragments() {}

        private void addText(int from, int to) {
            entries.add(-1);
            entries.add(from);
            entries.add(to);
        }

        private void addToken(int token) {
            entries.add(token);
            entries.add(0);
            entries.add(0);
        }

        /** Number of fragments. */
        public int count() {
            return entries.size() / 3;
        }

        /** The token, or -1 for a stretch of text. */
        public int token(int index) {
            return entries.get(index * 3);
        }

        /** Where the stretch of text begins. */
        public int from(int index) {
            return entries.get(index * 3 + 1);
        }

        /** Where the stretch of text ends. */
        public int to(int index) {
            return entries.get(index * 3 + 2);
        }
    }
}
