package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** The texts of a vocabulary, prepared for finding those that may follow. Thread-safe. */
final class Vocabulary {
    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final Set<Integer> marks;
    private final TokenTrie all;
    private final TokenMask plain; // those of plain text
    private final TokenTrie others;
    private @Nullable Vocabulary withoutFirstSpace; // guarded by this

    /**
     * Reads the texts of all tokens.
     *
     * @param tokenIds how many ids the model can choose
     * @param marks control tokens that stand for the text of their piece
     */
    Vocabulary(Tokenizer tokenizer, int tokenIds, Set<Integer> marks) {
        this(tokenizer, tokenIds, marks, false);
    }

    private Vocabulary(Tokenizer tokenizer, int tokenIds, Set<Integer> marks, boolean trimmed) {
        this.tokenizer = tokenizer;
        this.tokenIds = tokenIds;
        this.marks = marks;
        List<TokenTrie.Entry> entries = TokenTrie.entries(tokenizer, tokenIds, marks, trimmed);
        all = new TokenTrie(entries);
        plain = new TokenMask(tokenIds);
        List<TokenTrie.Entry> rest = new ArrayList<>();
        for (TokenTrie.Entry entry : entries) {
            if (PlainText.isMadeOf(entry.text)) {
                plain.add(entry.token);
            } else {
                rest.add(entry);
            }
        }
        others = new TokenTrie(rest);
    }

    int tokenIds() {
        return tokenIds;
    }

    /** Control tokens that stand for the text of their piece. */
    Set<Integer> marks() {
        return marks;
    }

    /** The same, where a space at the beginning of a token is not part of the text. */
    synchronized Vocabulary withoutFirstSpace() {
        Vocabulary made = withoutFirstSpace;
        if (made == null) {
            made = new Vocabulary(tokenizer, tokenIds, marks, true);
            withoutFirstSpace = made;
        }
        return made;
    }

    /** The bytes that have a token of their own. */
    BitSet bytes() {
        return all.bytes();
    }

    /** The tokens whose text may follow a state. */
    TokenMask mask(Automaton automaton, State state, StepBudget budget) {
        TokenMask mask = new TokenMask(tokenIds);
        if (PlainText.mayFollow(automaton, state, budget)) {
            mask.begin(plain);
            others.allow(automaton, state, mask, budget);
        } else {
            all.allow(automaton, state, mask, budget);
        }
        return mask;
    }
}
