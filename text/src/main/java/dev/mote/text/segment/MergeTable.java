package dev.mote.text.segment;

import dev.mote.format.ModelFormatException;
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

    /**
     * Resolves merges against a vocabulary.
     *
     * @param source file name for messages
     * @param merges "left right" in order of rank, separated by the first space that is not the
     *     first character
     * @throws ModelFormatException if a merge has no two parts, or a part or the result is not in
     *     the vocabulary
     */
    public MergeTable(String source, Vocabulary vocabulary, List<String> merges) {
        int count = merges.size();
        if (count > MERGES_MAX) {
            throw new ModelFormatException(
                    source, count + " merges, at most " + MERGES_MAX + " are supported");
        }
        pairs = new long[Math.max(16, Integer.highestOneBit(Math.max(1, count)) * 4)];
        ranks = new int[pairs.length];
        merged = new int[count];
        mask = pairs.length - 1;
        Arrays.fill(pairs, EMPTY);
        for (int rank = 0; rank < count; rank++) {
            add(source, vocabulary, merges.get(rank), rank);
        }
    }

    private void add(String source, Vocabulary vocabulary, String merge, int rank) {
        byte[] spelling = merge.getBytes(StandardCharsets.UTF_8);
        int space = 1;
        while (space < spelling.length && spelling[space] != ' ') {
            space++;
        }
        if (space + 1 >= spelling.length) {
            throw new ModelFormatException(
                    source, "merge " + rank + " '" + merge + "' is not two pieces");
        }
        int left = vocabulary.find(spelling, 0, space);
        int right = vocabulary.find(spelling, space + 1, spelling.length);
        System.arraycopy(spelling, space + 1, spelling, space, spelling.length - space - 1);
        int result = vocabulary.find(spelling, 0, spelling.length - 1);
        if (left < 0 || right < 0 || result < 0) {
            throw new ModelFormatException(
                    source,
                    "merge " + rank + " '" + merge + "' names a piece the vocabulary lacks");
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
        int slot = hash(pair) & mask;
        while (pairs[slot] != pair && pairs[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int hash(long pair) {
        long mixed = pair * 0x9e3779b97f4a7c15L;
        return (int) (mixed ^ mixed >>> 32);
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

    /** Number of merges. */
    public int size() {
        return merged.length;
    }
}
