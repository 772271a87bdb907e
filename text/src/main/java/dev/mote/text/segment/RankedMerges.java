package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;

import java.util.Arrays;

/**
 * Merges the symbols of one word in order of rank. Short words, which nearly all are, keep their
 * ranks in a small array that is scanned; long ones go through a heap. Not thread-safe.
 */
final class RankedMerges {
    private static final int SHORT_MAX = 40;
    private static final int NO_MERGE = Integer.MAX_VALUE;

    private final MergeTable table;
    private final int[] ranks = new int[SHORT_MAX];
    private final SymbolChain chain = new SymbolChain();
    private int[] symbols = new int[256];
    private int count;

    RankedMerges(MergeTable table) {
        this.table = table;
    }

    void clear() {
        count = 0;
    }

    /** Appends a symbol: a token, or any negative number for something that never merges. */
    void add(int symbol) {
        if (count == symbols.length) {
            symbols = Arrays.copyOf(symbols, count * 2);
        }
        symbols[count++] = symbol;
    }

    /** Merges what was added and appends the result. */
    void mergeInto(IntSequence out) {
        if (count > SHORT_MAX) {
            mergeLong(out);
            return;
        }
        mergeShort();
        for (int i = 0; i < count; i++) {
            out.add(symbols[i]);
        }
    }

    private void mergeShort() {
        for (int i = 0; i + 1 < count; i++) {
            ranks[i] = rank(i);
        }
        while (count > 1) {
            int best = 0;
            for (int i = 1; i + 1 < count; i++) {
                if (ranks[i] < ranks[best]) {
                    best = i;
                }
            }
            if (ranks[best] == NO_MERGE) {
                return;
            }
            symbols[best] = table.merged(ranks[best]);
            count--;
            System.arraycopy(symbols, best + 2, symbols, best + 1, count - best - 1);
            System.arraycopy(ranks, best + 1, ranks, best, Math.max(0, count - best - 1));
            if (best + 1 < count) {
                ranks[best] = rank(best);
            }
            if (best > 0) {
                ranks[best - 1] = rank(best - 1);
            }
        }
    }

    private int rank(int left) {
        int rank = table.rank(symbols[left], symbols[left + 1]);
        return rank < 0 ? NO_MERGE : rank;
    }

    private void mergeLong(IntSequence out) {
        chain.clear();
        for (int i = 0; i < count; i++) {
            chain.add(i, i + 1, symbols[i]);
        }
        chain.mergeAll((symbolChain, left, right) -> {
            int rank = table.rank(symbolChain.token[left], symbolChain.token[right]);
            return rank < 0 ? -1 : SymbolChain.merged(table.merged(rank), rank);
        });
        for (int symbol = 0; symbol != SymbolChain.NONE; symbol = chain.next(symbol)) {
            out.add(chain.token[symbol]);
        }
    }
}
