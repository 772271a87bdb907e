package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The texts of a vocabulary as a tree of bytes, its nodes in the order in which they are visited.
 * Tokens that stand for no text are left out: special ones, those that end an answer, empty ones.
 * Immutable and thread-safe.
 */
final class TokenTrie {
    private final byte[] labels; // last byte of a node's text
    private final int[] depths; // its length
    private final int[] ends; // the first node behind its subtree
    private final int[] firstTokens; // of node n: from firstTokens[n] to firstTokens[n + 1]
    private final int[] tokens;
    private final int depthMax;
    private final BitSet bytes = new BitSet();

    /**
     * Makes the tree.
     *
     * @param entries in the order of their bytes
     */
    TokenTrie(List<Entry> entries) {
        int total = entries.stream().mapToInt(entry -> entry.text.length).sum();
        byte[] nodeLabels = new byte[total];
        int[] nodeDepths = new int[total];
        int[] nodeEnds = new int[total];
        int[] nodeTokens = new int[total + 1];
        tokens = new int[entries.size()];
        int longest = entries.stream().mapToInt(entry -> entry.text.length).max().orElse(0);
        int[] path = new int[longest + 1];
        byte[] before = {};
        int nodes = 0;
        for (int i = 0; i < tokens.length; i++) {
            byte[] text = entries.get(i).text;
            int common = Arrays.mismatch(before, text);
            common = common < 0 ? text.length : common;
            for (int depth = before.length; depth > common; depth--) {
                nodeEnds[path[depth]] = nodes;
            }
            for (int depth = common + 1; depth <= text.length; depth++) {
                path[depth] = nodes;
                nodeLabels[nodes] = text[depth - 1];
                nodeDepths[nodes] = depth;
                nodeTokens[nodes++] = i;
            }
            tokens[i] = entries.get(i).token;
            nodeTokens[nodes] = i + 1;
            before = text;
            if (text.length == 1) {
                bytes.set(text[0] & 0xff);
            }
        }
        for (int depth = before.length; depth > 0; depth--) {
            nodeEnds[path[depth]] = nodes;
        }
        labels = Arrays.copyOf(nodeLabels, nodes);
        depths = Arrays.copyOf(nodeDepths, nodes);
        ends = Arrays.copyOf(nodeEnds, nodes);
        firstTokens = Arrays.copyOf(nodeTokens, nodes + 1);
        depthMax = longest;
    }

    /** A token and its text. */
    static final class Entry {
        final int token;
        final byte[] text;

        Entry(int token, byte[] text) {
            this.token = token;
            this.text = text;
        }
    }

    /**
     * The tokens of a vocabulary in the order of their bytes.
     *
     * @param tokenIds how many ids the model can choose
     * @param marks control tokens that stand for the text of their piece
     * @param withoutFirstSpace whether a space at the beginning of a token is not part of the text
     */
    static List<Entry> entries(
            Tokenizer tokenizer, int tokenIds, Set<Integer> marks, boolean withoutFirstSpace) {
        List<Entry> entries = new ArrayList<>(tokenIds);
        for (int token = 0; token < tokenIds; token++) {
            boolean mark = marks.contains(token);
            if ((tokenizer.isSpecial(token) && !mark)
                    || tokenizer.endOfGeneration().contains(token)) {
                continue;
            }
            byte[] text = tokenizer.bytes(token, mark);
            if (withoutFirstSpace && text.length > 0 && text[0] == ' ') {
                text = Arrays.copyOfRange(text, 1, text.length);
            }
            if (text.length > 0) {
                entries.add(new Entry(token, text));
            }
        }
        entries.sort((a, b) -> Arrays.compareUnsigned(a.text, b.text));
        return entries;
    }

    /** The bytes that have a token of their own. */
    BitSet bytes() {
        return bytes;
    }

    /** Adds the tokens whose text may follow a state. */
    void allow(Automaton automaton, State state, TokenMask mask, StepBudget budget) {
        State[] path = new State[depthMax + 1];
        path[0] = state;
        for (int node = 0; node < labels.length; ) {
            int depth = depths[node];
            State next = automaton.next(path[depth - 1], labels[node], budget);
            if (next.isDead()) {
                node = ends[node];
                continue;
            }
            path[depth] = next;
            for (int i = firstTokens[node]; i < firstTokens[node + 1]; i++) {
                mask.add(tokens[i]);
            }
            node++;
        }
    }
}
