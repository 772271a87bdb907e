package dev.mote.engine.constraint;

import dev.mote.text.grammar.ImpossibleGrammarException;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A grammar over a vocabulary: the masks of the states met, the latest of them kept. Thread-safe.
 */
final class TokenConstraint {
    private static final int MASK_BYTES_MAX = 16 << 20;

    private final Automaton automaton;
    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final Set<Integer> marks;
    private final TokenTrie trie;
    private final TokenTrie trieAtStart;
    private final int masksMax;
    private final Map<State, TokenMask> masks =
            new LinkedHashMap<>(64, 0.75f, true); // guarded by this
    private int generation; // guarded by this

    TokenConstraint(
            Automaton automaton,
            Tokenizer tokenizer,
            int tokenIds,
            Set<Integer> marks,
            TokenTrie trie,
            TokenTrie trieAtStart) {
        this.automaton = automaton;
        this.tokenizer = tokenizer;
        this.tokenIds = tokenIds;
        this.marks = marks;
        this.trie = trie;
        this.trieAtStart = trieAtStart;
        masksMax = Math.max(16, MASK_BYTES_MAX / (tokenIds / Byte.SIZE + 1));
    }

    Automaton automaton() {
        return automaton;
    }

    byte[] bytes(int token) {
        return tokenizer.bytes(token, marks.contains(token));
    }

    boolean endsAnswer(int token) {
        return tokenizer.endOfGeneration().contains(token);
    }

    synchronized TokenMask mask(State state) {
        if (generation != automaton.generation()) {
            generation = automaton.generation();
            masks.clear();
        }
        TokenMask known = masks.get(state);
        if (known != null) {
            return known;
        }
        TokenMask mask = compute(state, trie);
        masks.put(state, mask);
        if (masks.size() > masksMax) {
            masks.remove(masks.keySet().iterator().next());
        }
        return mask;
    }

    /** The mask of a first token whose leading space is not text; computed once an answer. */
    TokenMask maskAtStart() {
        return compute(automaton.start(), trieAtStart);
    }

    private TokenMask compute(State state, TokenTrie words) {
        TokenMask mask = new TokenMask(tokenIds);
        words.allow(automaton, state, mask);
        if (state.isAccepting()) {
            for (int token : tokenizer.endOfGeneration()) {
                if (token < tokenIds) {
                    mask.add(token);
                }
            }
        }
        if (mask.count() == 0) {
            throw new ImpossibleGrammarException(
                    state.isAccepting()
                            ? "the answer is complete and the vocabulary has no token that ends it"
                            : "no token of the vocabulary continues the answer as its grammar"
                                    + " demands; it is nested too deeply");
        }
        return mask;
    }
}
