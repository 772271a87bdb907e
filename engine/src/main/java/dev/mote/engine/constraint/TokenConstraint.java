package dev.mote.engine.constraint;

import dev.mote.text.grammar.ImpossibleGrammarException;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A grammar over a vocabulary: the masks of the states met, the latest of them kept. Thread-safe;
 * masks are found without a lock, so that nobody waits for another's.
 */
final class TokenConstraint {
    private static final int MASK_BYTES_MAX = 8 << 20;
    private static final int MASKS_MIN = 16;

    private final Automaton automaton;
    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final Vocabulary vocabulary;
    private final long masksMax;
    private final Map<State, TokenMask> masks =
            new LinkedHashMap<>(64, 0.75f, true); // guarded by this
    private int generation; // guarded by this
    private volatile @Nullable TokenMask maskAtStart;

    TokenConstraint(Automaton automaton, Tokenizer tokenizer, Vocabulary vocabulary) {
        this.automaton = automaton;
        this.tokenizer = tokenizer;
        tokenIds = vocabulary.tokenIds();
        this.vocabulary = vocabulary;
        masksMax = Math.max(MASKS_MIN, MASK_BYTES_MAX / TokenMask.bytes(tokenIds));
    }

    Automaton automaton() {
        return automaton;
    }

    byte[] bytes(int token) {
        return tokenizer.bytes(token, vocabulary.marks().contains(token));
    }

    boolean endsAnswer(int token) {
        return tokenizer.endOfGeneration().contains(token);
    }

    /** Memory that this holds on to, about. */
    synchronized long memoryBytes() {
        return automaton.memoryBytes() + masks.size() * TokenMask.bytes(tokenIds);
    }

    TokenMask mask(State state, StepBudget budget) {
        int begun;
        synchronized (this) {
            begun = automaton.generation();
            if (generation != begun) {
                generation = begun;
                masks.clear();
            }
            TokenMask known = masks.get(state);
            if (known != null) {
                return known;
            }
        }
        TokenMask mask = compute(state, vocabulary, budget);
        synchronized (this) {
            if (generation == begun) {
                masks.put(state, mask);
                if (masks.size() > masksMax) {
                    masks.remove(masks.keySet().iterator().next());
                }
            }
        }
        return mask;
    }

    /** Gets ready, now rather than at the first token, for a space that is not text. */
    void prepareStart() {
        vocabulary.withoutFirstSpace();
    }

    /** The mask of a first token whose leading space is not text. */
    TokenMask maskAtStart(StepBudget budget) {
        TokenMask known = maskAtStart;
        if (known == null) {
            known = compute(automaton.start(), vocabulary.withoutFirstSpace(), budget);
            maskAtStart = known;
        }
        return known;
    }

    private TokenMask compute(State state, Vocabulary words, StepBudget budget) {
        TokenMask mask = words.mask(automaton, state, budget);
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
                                    + " demands");
        }
        return mask;
    }
}
