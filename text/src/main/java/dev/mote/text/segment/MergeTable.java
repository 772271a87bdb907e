package dev.mote.text.segment;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.Spellings;
import dev.mote.text.vocabulary.Vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The merges of a BPE vocabulary: for two neighbouring tokens the rank of their merge and the token
 * it gives. Immutable and thread-safe.
 *
 * <p>An open-addressing table from pairs of ids to ranks; merges that would give a special token
 * are left out, so that no text can become one.
 */
public final class MergeTable {
    private static final int MERGES_MAX = 1 << 23;
    private static final long EMPTY = -1;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;
    private final int mask;

    private MergeTable(String source, int count) {
        if (count > MERGES_MAX) {
            throw new ModelFormatException(
                    source, count + " merges, at most " + MERGES_MAX + " are supported");
        }
        pairs = new long[Integer.highestOneBit(Math.max(8, count)) * 4];
        ranks = new int[pairs.length];
        merged = new int[count];
        mask = pairs.length - 1;
        Arrays.fill(pairs, EMPTY);
    }

    /**
     * Resolves merges against a vocabulary.
     *
     * @param source file name for messages
     * @param merges "left right" in order of rank, separated by the first space that is not the
     *     first character
     * @throws ModelFormatException if a merge has no two parts, or a part or the result is not in
     *     the vocabulary
     */
    public static MergeTable of(String source, Vocabulary vocabulary, List<String> merges) {
        MergeTable table = new MergeTable(source, merges.size());
        Spellings spellings = Spellings.of(merges);
        int lengthMax = 2 * vocabulary.pieceBytesMax() + 1;
        byte[] spelling = new byte[Math.min(lengthMax, 64)];
        for (int rank = 0; rank < table.merged.length; rank++) {
            int length = spellings.length(rank);
            if (length < 0 || length > lengthMax) {
                throw new ModelFormatException(
                        source, "merge " + rank + " is longer than any two pieces");
            }
            if (length > spelling.length) {
                spelling = new byte[Math.min(lengthMax, 2 * length)];
            }
            spellings.copy(rank, spelling, 0);
            int space = 1;
            while (space < length && spelling[space] != ' ') {
                space++;
            }
            if (space + 1 >= length) {
                throw new ModelFormatException(
                        source, "merge " + rank + " '" + merges.get(rank) + "' is not two pieces");
            }
            System.arraycopy(spelling, space + 1, spelling, space, length - space - 1);
            table.add(source, vocabulary, spelling, space, length - 1, rank);
        }
        return table;
    }

    /** Resolves merges whose two parts are given apart, as {@link #of} does. */
    public static MergeTable ofPairs(
            String source, Vocabulary vocabulary, List<String> lefts, List<String> rights) {
        MergeTable table = new MergeTable(source, lefts.size());
        for (int rank = 0; rank < table.merged.length; rank++) {
            byte[] whole = (lefts.get(rank) + rights.get(rank)).getBytes(StandardCharsets.UTF_8);
            int leftLength = lefts.get(rank).getBytes(StandardCharsets.UTF_8).length;
            table.add(source, vocabulary, whole, leftLength, whole.length, rank);
        }
        return table;
    }

    private void add(
            String source, Vocabulary vocabulary, byte[] whole, int middle, int length, int rank) {
        int left = vocabulary.find(whole, 0, middle);
        int right = vocabulary.find(whole, middle, length);
        int result = vocabulary.find(whole, 0, length);
        if (left < 0 || right < 0 || result < 0) {
            throw new ModelFormatException(
                    source,
                    "merge "
                            + rank
                            + " of '"
                            + new String(whole, 0, middle, StandardCharsets.UTF_8)
                            + "' and '"
                            + new String(whole, middle, length - middle, StandardCharsets.UTF_8)
                            + "' names a piece the vocabulary lacks");
        }
        merged[rank] = result;
        if (!vocabulary.type(result).isSpecial()) {
            put(pair(left, right), rank);
        }
    }

    private void put(long pair, int rank) {
        int slot = slot(pair);
        if (pairs[slot] == EMPTY) {
            pairs[slot] = pair;
            ranks[slot] = rank;
        }
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    private int slot(long pair) {
        int slot = Vocabulary.hash(pair) & mask;
        while (pairs[slot] != pair && pairs[slot] != EMPTY) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The rank of merging two tokens, or -1 if they do not merge; negative ids never merge. */
    int rank(int left, int right) {
        if ((left | right) < 0) {
            return -1;
        }
        int slot = slot(pair(left, right));
        return pairs[slot] == EMPTY ? -1 : ranks[slot];
    }

    /** The token that the merge of a rank gives. */
    int merged(int rank) {
        return merged[rank];
    }
}
